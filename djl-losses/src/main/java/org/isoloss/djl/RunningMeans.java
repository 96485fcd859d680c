/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The mean of all numbers since the last reset, for each key, in double. */
final class RunningMeans {

    private record Total(double sum, long count) {
        private static final Total NOTHING = new Total(0, 0);

        private Total plus(double value) {
            return new Total(sum + value, count + 1);
        }
    }

    private final Map<String, Total> totals = new ConcurrentHashMap<>();

    void add(String key) {
        totals.put(key, Total.NOTHING);
    }

    void update(String key, double value) {
        known(key);
        totals.computeIfPresent(key, (k, total) -> total.plus(value));
    }

    void reset(String key) {
        totals.computeIfPresent(key, (k, total) -> Total.NOTHING);
    }

    /** NaN before the first number, as in DJL. */
    double get(String key) {
        Total total = known(key);
        return total.sum() / total.count();
    }

    private Total known(String key) {
        Total total = totals.get(key);
        if (total == null) {
            throw new IllegalArgumentException(
                    "no accumulator named '%s'; there are %s".formatted(key, totals.keySet()));
        }
        return total;
    }
}
