/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.isoloss.metric.LossMean;

/** The mean of all that came since the last reset, for each key. Safe for many threads. */
final class RunningMeans {

    private final Map<String, LossMean> means = new ConcurrentHashMap<>();

    void add(String key) {
        means.put(key, LossMean.NOTHING);
    }

    /** Throws unless all keys are known. */
    void require(String... keys) {
        for (String key : keys) {
            if (!means.containsKey(key)) {
                throw new IllegalArgumentException(
                        "no accumulator named '%s'; there are %s".formatted(key, new TreeSet<>(means.keySet())));
            }
        }
    }

    void update(double value, String... keys) {
        update(LossMean.NOTHING.plus(value, 1), keys);
    }

    void update(LossMean more, String... keys) {
        require(keys);
        for (String key : keys) {
            means.computeIfPresent(key, (k, mean) -> mean.merge(more));
        }
    }

    void reset(String key) {
        require(key);
        means.put(key, LossMean.NOTHING);
    }

    /** NaN before the first number, as in DJL. */
    double get(String key) {
        LossMean mean = mean(key);
        return mean.equals(LossMean.NOTHING) ? Double.NaN : mean.value();
    }

    LossMean mean(String key) {
        require(key);
        return means.getOrDefault(key, LossMean.NOTHING);
    }
}
