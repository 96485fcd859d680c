/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/**
 * A way through the predictions of one port, by one number.
 *
 * @param label what that number is, with its unit
 * @param from where it starts
 * @param to where it ends
 * @param at the predictions, row by row
 * @param tangent their derivative by that number
 */
record Path(String label, double from, double to, DoubleFunction<double[]> at, DoubleFunction<double[]> tangent) {

    /** The one prediction itself. */
    static Path direct(String label, double from, double to) {
        return new Path(label, from, to, x -> new double[] {x}, x -> new double[] {1});
    }

    /** A probability by its logit. */
    static Path sigmoid(double from, double to) {
        return new Path(
                "logit, natural logarithm of the odds", from, to, x -> new double[] {1 / (1 + Math.exp(-x))}, x ->
                        new double[] {1 / ((1 + Math.exp(-x)) * (1 + Math.exp(x)))});
    }

    /** The first of {@code rest}, all others held. */
    static Path first(String label, double from, double to, double[] rest) {
        double[] tangent = new double[rest.length];
        tangent[0] = 1;
        return new Path(label, from, to, x -> withFirst(rest, x), x -> tangent);
    }

    /** The first of {@code width} probabilities, the others in equal shares; or their natural logarithms. */
    static Path share(String label, int width, boolean logarithms) {
        double others = width - 1.0;
        return new Path(
                label,
                0.02,
                0.98,
                p -> row(width, p, (1 - p) / others, logarithms),
                p -> logarithms ? row(width, 1 / p, -1 / (1 - p), false) : row(width, 1, -1 / others, false));
    }

    private static double[] row(int width, double first, double other, boolean logarithms) {
        double[] row = new double[width];
        Arrays.fill(row, other);
        row[0] = first;
        return logarithms ? Arrays.stream(row).map(Math::log).toArray() : row;
    }

    private static double[] withFirst(double[] rest, double first) {
        double[] all = rest.clone();
        all[0] = first;
        return all;
    }
}
