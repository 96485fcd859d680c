/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import org.isoloss.host.HostTensor;

/** Where we do better than a source, and mean to. Each is described under its name in docs/deviations.md. */
enum Deviation {
    /** A mean over nothing is 0 with gradient 0. */
    NOTHING_KEPT_IS_ZERO(c -> !isPutIn(c, Double::isNaN)
            && c.golden().isScalar()
            && c.arrays()
                    .filter(Beside::isValue)
                    .allMatch(v -> Double.isNaN(v.expected().toArray()[0]))
            && isZero(c.outcome().value())
            && c.outcome().gradients().stream().allMatch(Deviation::isZero)),

    /** Finite inputs give no NaN and no infinity, and infinite ones no NaN. */
    NO_NAN_THAT_WAS_NOT_PUT_IN(c -> !isPutIn(c, Double::isNaN)
            && c.arrays()
                    .allMatch(a -> a.whereDifferent(i -> {
                        double ours = a.actual().toArray()[i];
                        boolean sound = isPutIn(c, Double::isInfinite) ? !Double.isNaN(ours) : Double.isFinite(ours);
                        return !Double.isFinite(a.expected().toArray()[i]) && sound;
                    }))),

    /** At a kink our own rules choose among the slopes. */
    OUR_SLOPE_AT_A_KINK(Kink::explains),

    /** A constant is the decimal number that it is written as. */
    CONSTANTS_IN_DOUBLE_PRECISION(eachEntry((expected, ours) ->
            Math.abs(expected) > Limits.STEEP && Math.abs(expected - ours) <= Limits.SINGLE * Math.abs(expected)));

    private static final class Limits {
        private static final double STEEP = 1e11;
        private static final double SINGLE = 1e-7;
    }

    private final Predicate<Comparison> rule;

    Deviation(Predicate<Comparison> rule) {
        this.rule = rule;
    }

    /** The policy that explains why a case differs. */
    static Optional<Deviation> of(Comparison c) {
        return Arrays.stream(values()).filter(d -> d.rule.test(c)).findFirst();
    }

    /** That a relation of the source's entry and ours holds wherever they differ. */
    private static Predicate<Comparison> eachEntry(BiPredicate<Double, Double> holds) {
        return c -> c.arrays()
                .allMatch(a -> a.whereDifferent(
                        i -> holds.test(a.expected().toArray()[i], a.actual().toArray()[i])));
    }

    private static boolean isZero(HostTensor x) {
        return Arrays.stream(x.toArray()).allMatch(v -> v == 0);
    }

    private static boolean isPutIn(Comparison c, DoublePredicate what) {
        return c.mapped().batch().inputs().stream()
                .anyMatch(x -> Arrays.stream(x.toArray()).anyMatch(what));
    }
}
