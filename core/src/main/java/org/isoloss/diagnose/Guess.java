/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.NegativeLogLikelihood;
import org.isoloss.classification.SoftCrossEntropy;
import org.isoloss.regression.SquaredError;

/**
 * What a loss is for a network that does not look at its input. A training that gets no lower has learned nothing.
 *
 * @since 0.1
 */
public enum Guess {
    /** Of a cross-entropy over classes, in nats: the entropy of the classes' frequencies; log C if all are equally likely. */
    CLASSES {
        @Override
        OptionalDouble uniform(long width) {
            return width > 1 ? OptionalDouble.of(Math.log(width)) : OptionalDouble.empty();
        }

        @Override
        OptionalDouble constant(TargetPool pool) {
            return pool.classes().isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(entropy(pool.classes().values()));
        }
    },
    /** Of a cross-entropy of truths, in nats: the entropy of how often they hold; log 2 if half of the time. */
    TRUTHS {
        @Override
        OptionalDouble uniform(long width) {
            return OptionalDouble.of(Math.log(2));
        }

        @Override
        OptionalDouble constant(TargetPool pool) {
            boolean known = pool.least() >= 0 && pool.most() <= 1 && pool.width() == 1;
            return known ? OptionalDouble.of(entropy(List.of(pool.mean(), 1 - pool.mean()))) : OptionalDouble.empty();
        }
    },
    /** Of a mean squared error: the variance of the targets. */
    SQUARES {
        @Override
        OptionalDouble uniform(long width) {
            return OptionalDouble.empty();
        }

        @Override
        OptionalDouble constant(TargetPool pool) {
            return pool.width() == 1 ? OptionalDouble.of(pool.variance()) : OptionalDouble.empty();
        }
    },
    /** Of any other loss: not known. */
    UNKNOWN {
        @Override
        OptionalDouble uniform(long width) {
            return OptionalDouble.empty();
        }

        @Override
        OptionalDouble constant(TargetPool pool) {
            return OptionalDouble.empty();
        }
    };

    /** Parameters that do not change what a guess scores, or little; weights do. */
    private static final Set<String> HARMLESS = Set.of("labelSmoothing", "ignoreIndices");

    private static final Map<Map<String, Object>, Guess> KNOWN = Map.of(
            plain(new CrossEntropy()), CLASSES,
            plain(new NegativeLogLikelihood()), CLASSES,
            plain(new SoftCrossEntropy()), CLASSES,
            plain(new BinaryCrossEntropy()), TRUTHS,
            plain(new BinaryCrossEntropyOnProbabilities()), TRUTHS,
            plain(new SquaredError()), SQUARES);

    /** What is known of a loss of ours. Smoothed labels raise it a little above what is said here. */
    public static Guess of(Loss loss) {
        return KNOWN.getOrDefault(plain(loss), UNKNOWN);
    }

    private static Map<String, Object> plain(Loss loss) {
        Map<String, Object> config = new TreeMap<>(LossConfig.toMap(loss));
        config.keySet().removeAll(HARMLESS);
        return config;
    }

    /** The loss of a guess that takes all classes for equally likely. */
    abstract OptionalDouble uniform(long width);

    /** The least loss of outputs that are the same for all rows. */
    abstract OptionalDouble constant(TargetPool pool);

    private static double entropy(Collection<Double> counts) {
        double all = counts.stream().mapToDouble(Double::doubleValue).sum();
        return counts.stream()
                .mapToDouble(n -> n / all)
                .filter(p -> p > 0)
                .map(p -> -p * Math.log(p))
                .sum();
    }
}
