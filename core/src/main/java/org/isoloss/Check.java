/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Collection;

/** Checks of hyper-parameters, for compact constructors: one sentence that names the parameter, its range and the value. */
public final class Check {
    private Check() {}

    /** In [0, 1). */
    public static void fraction(String name, double value) {
        require(value >= 0 && value < 1, name, "in [0, 1)", value);
    }

    /** In [0, 1]. */
    public static void probability(String name, double value) {
        require(value >= 0 && value <= 1, name, "in [0, 1]", value);
    }

    /** Finite and at least {@code least}. */
    public static void atLeast(String name, double value, double least) {
        require(value >= least && Double.isFinite(value), name, "finite and at least " + plain(least), value);
    }

    /** Finite and greater than {@code bound}. */
    public static void above(String name, double value, double bound) {
        require(value > bound && Double.isFinite(value), name, "finite and greater than " + plain(bound), value);
    }

    /** In [{@code least}, {@code most}]. */
    public static void within(String name, double value, double least, double most) {
        require(value >= least && value <= most, name, "in [%s, %s]".formatted(plain(least), plain(most)), value);
    }

    public static void finite(String name, double value) {
        require(Double.isFinite(value), name, "finite", value);
    }

    /** One of two whole numbers. */
    public static void oneOf(String name, int value, int a, int b) {
        require(value == a || value == b, name, "%d or %d".formatted(a, b), value);
    }

    public static void notEmpty(String name, Collection<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("%s must have at least one entry, got none".formatted(name));
        }
    }

    private static void require(boolean holds, String name, String rule, double value) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, rule, plain(value)));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
