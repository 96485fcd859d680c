/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.isoloss.host.HostTensor;

/**
 * An array of the source beside ours.
 *
 * @param what its name
 * @param port the number of the prediction whose gradient it is, -1 if it is the value
 * @param sensitivity see {@link GoldenCase}
 */
record Beside(String what, int port, HostTensor expected, HostTensor actual, double sensitivity) {

    private static final double RELATIVE = 1e-10;
    private static final double ABSOLUTE = 1e-14;
    private static final double ROUNDINGS = 100;

    boolean isValue() {
        return port < 0;
    }

    /** A sentence about the first entry that differs by more than the rule of the golden files allows. */
    Optional<String> difference() {
        if (expected.toArray().length != actual.toArray().length) {
            return Optional.of("%s: %s entries expected, got %s"
                    .formatted(what, Arrays.toString(expected.shape()), Arrays.toString(actual.shape())));
        }
        double allowed = allowed();
        return IntStream.range(0, expected.toArray().length)
                .filter(i -> !isNear(i, allowed))
                .mapToObj(i -> "%s: %s expected at %d within %.1e, got %s"
                        .formatted(what, expected.toArray()[i], i, allowed, actual.toArray()[i]))
                .findFirst();
    }

    /** Whether every entry that differs has a property; arrays of different sizes have none. */
    boolean whereDifferent(IntPredicate property) {
        double allowed = allowed();
        return expected.toArray().length == actual.toArray().length
                && IntStream.range(0, expected.toArray().length).allMatch(i -> isNear(i, allowed) || property.test(i));
    }

    private boolean isNear(int i, double allowed) {
        double e = expected.toArray()[i];
        double a = actual.toArray()[i];
        return Double.compare(e, a) == 0 || Double.isInfinite(allowed) || Math.abs(e - a) <= allowed;
    }

    private double allowed() {
        double relative = RELATIVE + ROUNDINGS * sensitivity;
        double largest = Arrays.stream(expected.toArray())
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        return Double.isInfinite(relative) ? relative : relative * largest + ABSOLUTE;
    }
}
