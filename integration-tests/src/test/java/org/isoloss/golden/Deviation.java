/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Domain;
import org.isoloss.Port;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;

/**
 * Where we do better than a source, and mean to. Each is described under its name in docs/deviations.md. A rule looks at what
 * was put in and what came out, entry by entry, and never at the name of a case.
 */
enum Deviation {
    /** A mean over nothing is 0 with gradient 0. */
    NOTHING_KEPT_IS_ZERO((c, a, i) -> !isPutIn(c, Double::isNaN)
            && c.golden().isScalar()
            && Double.isNaN(c.value().expected().toArray()[0])
            && isZero(c.outcome().value())
            && c.outcome().gradients().stream().allMatch(Deviation::isZero)),

    /** Finite inputs give no NaN and no infinity, and infinite ones no NaN. A NaN that is put in and counts is not lost. */
    NO_NAN_THAT_WAS_NOT_PUT_IN((c, a, i) -> {
        double ours = a.actual().toArray()[i];
        boolean sound = isPutIn(c, v -> !Double.isFinite(v)) ? !Double.isNaN(ours) : Double.isFinite(ours);
        boolean lost = isPutIn(c, Double::isNaN)
                && isIn(c.value().expected(), Double::isNaN)
                && !isIn(c.outcome().value(), Double::isNaN);
        return !Double.isFinite(a.expected().toArray()[i]) && sound && !lost;
    }),

    /** At a kink our own rules choose among the slopes. */
    OUR_SLOPE_AT_A_KINK((c, a, i) ->
            !a.isValue() && c.value().difference().isEmpty() && c.kink().isBetween(a, i)),

    /** Through a DJL trainer an infinite input has no gradient. */
    NO_GRADIENT_OF_INFINITY((c, a, i) -> !a.isValue()
            && Double.isInfinite(c.prediction(a.port()).toArray()[i])
            && a.actual().toArray()[i] == 0),

    /** A target outside its domain means nothing; checked mode refuses it. */
    NO_MEANING_OUTSIDE_THE_DOMAIN((c, a, i) -> {
        List<Port> ports = c.mapped().loss().signature().ports();
        return IntStream.range(0, ports.size())
                .filter(p -> !ports.get(p).differentiable())
                .anyMatch(p -> isIn(
                        c.mapped().batch().inputs().get(p),
                        v -> !ports.get(p).domain().holds(v)));
    }),

    /** Where all rows belong to one group there is nothing to tell apart: 0 with gradient 0. */
    NOTHING_TO_TELL_APART((c, a, i) -> isOneGroup(c)
            && isZero(c.outcome().value())
            && c.outcome().gradients().stream().allMatch(Deviation::isZero)),

    /** An embedding has its direction however short it is, and none has a slope of 1e12. */
    A_DIRECTION_HOWEVER_SHORT(
            (c, a, i) -> Double.isFinite(a.actual().toArray()[i]) && hasShortRow(c) && Directions.decide(c.mapped())),

    /** A loss grows on, with its slope, where a source's logarithm of a quotient has underflowed. */
    NO_BOUND_OF_UNDERFLOW((c, a, i) -> {
        double ours = Arrays.stream(c.outcome().value().toArray()).max().orElse(0);
        double theirs = Arrays.stream(c.value().expected().toArray()).max().orElse(0);
        return Double.isFinite(a.actual().toArray()[i]) && ours > theirs && ours > -Math.log(Double.MIN_NORMAL);
    }),

    /** A constant is the decimal number that it is written as. */
    CONSTANTS_IN_DOUBLE_PRECISION((c, a, i) -> {
        double expected = a.expected().toArray()[i];
        double distance = Math.abs(expected - a.actual().toArray()[i]);
        return Math.abs(expected) > Rule.STEEP && distance <= Rule.SINGLE * Math.abs(expected);
    }),

    /** A mean is over the lists that have something to rank. */
    NOTHING_TO_RANK_DOES_NOT_COUNT(
            (c, a, i) -> GradedLists.of(c).filter(l -> l.explainsCount(a, i)).isPresent()),

    /** Documents of equal grade stay in the order given, however long the list. */
    EQUAL_GRADES_STAY_IN_ORDER(
            (c, a, i) -> GradedLists.of(c).filter(GradedLists::explainsOrder).isPresent()),

    /** The tail of a sigmoid is as small as it is. */
    SMALL_PROBABILITIES_ARE_KEPT((c, a, i) -> GradedLists.of(c).isPresent()
            && Math.abs(a.expected().toArray()[i] - a.actual().toArray()[i]) <= Rule.FLOORED);

    /** Whether an entry that differs may. */
    @FunctionalInterface
    private interface Rule {
        double STEEP = 1e4;
        double SHORT = 1e-6;
        double SINGLE = 1e-7;
        double FLOORED = 1e-8;

        boolean explains(Comparison c, Beside array, int entry);
    }

    private final Rule rule;

    Deviation(Rule rule) {
        this.rule = rule;
    }

    /** The policies that together explain every difference of a case; none if one remains without explanation. */
    static Set<Deviation> of(Comparison c) {
        Set<Deviation> found = EnumSet.noneOf(Deviation.class);
        boolean explained = c.arrays()
                .allMatch(a -> a.whereDifferent(i -> {
                    Optional<Deviation> first = Arrays.stream(values())
                            .filter(d -> d.rule.explains(c, a, i))
                            .findFirst();
                    first.ifPresent(found::add);
                    return first.isPresent();
                }));
        return explained ? found : Set.of();
    }

    private static boolean isOneGroup(Comparison c) {
        return inputs(c, Domain.GROUP).findAny().isPresent()
                && inputs(c, Domain.GROUP)
                                .flatMapToDouble(x -> Arrays.stream(x.toArray()))
                                .distinct()
                                .count()
                        == 1;
    }

    private static boolean hasShortRow(Comparison c) {
        HostOps ops = new HostOps();
        return inputs(c, Domain.EMBEDDING)
                .anyMatch(x -> isIn(ops.sum(ops.square(x), false, -1), v -> v < Rule.SHORT * Rule.SHORT));
    }

    private static Stream<HostTensor> inputs(Comparison c, Domain domain) {
        List<Port> ports = c.mapped().loss().signature().ports();
        return IntStream.range(0, ports.size())
                .filter(p -> ports.get(p).domain() == domain)
                .mapToObj(c.mapped().batch().inputs()::get);
    }

    private static boolean isZero(HostTensor x) {
        return !isIn(x, v -> v != 0);
    }

    private static boolean isPutIn(Comparison c, DoublePredicate what) {
        return c.mapped().batch().inputs().stream().anyMatch(x -> isIn(x, what));
    }

    private static boolean isIn(HostTensor x, DoublePredicate what) {
        return Arrays.stream(x.toArray()).anyMatch(what);
    }
}
