/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The mean of all numbers since the last reset, for each key, in double. Safe for many threads. */
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

    /** Throws unless all keys are known. */
    void require(String... keys) {
        for (String key : keys) {
            if (!totals.containsKey(key)) {
                throw new IllegalArgumentException(
                        "no accumulator named '%s'; there are %s".formatted(key, new TreeSet<>(totals.keySet())));
            }
        }
    }

    void update(double value, String... keys) {
        require(keys);
        for (String key : keys) {
            totals.computeIfPresent(key, (k, total) -> total.plus(value));
        }
    }

    void reset(String key) {
        require(key);
        totals.put(key, Total.NOTHING);
    }

    /** NaN before the first number, as in DJL. */
    double get(String key) {
        require(key);
        Total total = totals.getOrDefault(key, Total.NOTHING);
        return total.sum() / total.count();
    }
}
