/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.isoloss.Domain;
import org.isoloss.Evaluator;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;

/**
 * A comparison of a loss of ranked lists.
 *
 * @param port that of the grades, the one after that of the scores
 */
record GradedLists(Comparison comparison, int port) {

    private static final double NEAR = 1e-9;

    /** Nothing if the loss has no grades. */
    static Optional<GradedLists> of(Comparison c) {
        List<Port> ports = c.mapped().loss().signature().ports();
        return IntStream.range(0, ports.size())
                .filter(p -> ports.get(p).domain() == Domain.GRADE)
                .mapToObj(p -> new GradedLists(c, p))
                .findFirst();
    }

    private HostTensor input(int number) {
        return comparison.mapped().batch().inputs().get(number);
    }

    private int lists() {
        return (int) input(port).shape()[0];
    }

    private int length() {
        return (int) input(port).shape()[1];
    }

    private double[] row(int number, int list) {
        return Arrays.copyOfRange(input(number).toArray(), list * length(), (list + 1) * length());
    }

    private long listsWith(DoublePredicate grade) {
        return IntStream.range(0, lists())
                .filter(l -> Arrays.stream(row(port, l)).anyMatch(grade))
                .count();
    }

    /** Whether an entry differs by exactly the share of the lists that have a document, or one of a grade above 0. */
    boolean explainsCount(Beside array, int entry) {
        double whole = array.expected().toArray()[entry] * lists();
        double ours = array.actual().toArray()[entry];
        return comparison.mapped().loss().reduction() == Reduction.MEAN
                && (isNear(whole, ours * listsWith(y -> y >= 0)) || isNear(whole, ours * listsWith(y -> y > 0)));
    }

    /** Whether the source's value lies between those of the two extreme orders of equal grades, which differ. */
    boolean explainsOrder() {
        double down = value(Comparator.reverseOrder());
        double up = value(Comparator.naturalOrder());
        double expected = comparison.value().expected().toArray()[0];
        return comparison.golden().isScalar()
                && !isNear(down, up)
                && expected >= Math.min(down, up)
                && expected <= Math.max(down, up);
    }

    /** With the documents of each list in the order of their scores. */
    private double value(Comparator<Double> order) {
        double[] scores = new double[lists() * length()];
        double[] grades = new double[scores.length];
        for (int l = 0; l < lists(); l++) {
            double[] s = row(port - 1, l);
            double[] y = row(port, l);
            List<Integer> sorted = IntStream.range(0, length())
                    .boxed()
                    .sorted(Comparator.comparing(i -> s[i], order))
                    .toList();
            for (int k = 0; k < length(); k++) {
                scores[l * length() + k] = s[sorted.get(k)];
                grades[l * length() + k] = y[sorted.get(k)];
            }
        }
        Mapped moved = comparison
                .mapped()
                .withInput(port - 1, HostTensor.of(scores, lists(), length()))
                .withInput(port, HostTensor.of(grades, lists(), length()));
        return new Evaluator<>(new HostOps()).value(moved.loss(), moved.batch()).toArray()[0];
    }

    private static boolean isNear(double a, double b) {
        return Math.abs(a - b) <= NEAR * Math.abs(a);
    }
}
