/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Arrays;

/**
 * To the nearest number of a narrow floating-point type, ties to even.
 *
 * @param digits how many binary digits follow the first
 * @param least the exponent of the smallest normal number
 */
record Rounding(int digits, int least) {

    /** IEEE 754 binary16. */
    static final Rounding HALF = new Rounding(10, -14);

    /** The upper half of a float. */
    static final Rounding BRAIN = new Rounding(7, -126);

    /** Of numbers that the type can hold. */
    double[] of(double... x) {
        return Arrays.stream(x).map(v -> Math.rint(v / spacing(v)) * spacing(v)).toArray();
    }

    /** How far a number may move: a share of it, or half the distance between the smallest numbers. */
    double error(double x) {
        return Math.scalb(Math.max(Math.abs(x), Math.scalb(1.0, least)), -digits - 1);
    }

    private double spacing(double x) {
        return Math.scalb(1.0, Math.max(Math.getExponent(x), least) - digits);
    }
}
