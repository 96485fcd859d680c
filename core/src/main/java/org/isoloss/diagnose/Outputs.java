/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Arrays;

/**
 * A summary of a network's outputs for one batch.
 *
 * @param width numbers in a row: classes, or values
 * @param spread how much rows differ: their standard deviation over the root mean square of all outputs, columns taken together;
 *     0 if all rows are equal, 1 if only their differences count
 * @param least the least output
 * @param most the greatest
 * @since 0.1
 */
public record Outputs(long width, double spread, double least, double most) {

    /** Of numbers in row-major order. */
    public static Outputs of(double[] values, long width) {
        int columns = (int) width;
        int rows = values.length / Math.max(1, columns);
        double within = 0;
        double all = 0;
        for (int c = 0; c < columns; c++) {
            double mean = 0;
            for (int r = 0; r < rows; r++) {
                mean += values[r * columns + c] / rows;
            }
            for (int r = 0; r < rows; r++) {
                double x = values[r * columns + c];
                within += (x - mean) * (x - mean);
                all += x * x;
            }
        }
        return new Outputs(
                width,
                all == 0 ? 0 : Math.sqrt(within / all),
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(0));
    }
}
