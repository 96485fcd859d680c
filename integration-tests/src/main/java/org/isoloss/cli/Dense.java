/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.Random;

/**
 * The numbers of one dense layer, outside any framework: how both networks are given the same start, and how they are compared
 * afterwards.
 */
final class Dense {

    private final int in;
    private final int out;
    private final float[] weight;
    private final float[] bias;

    /**
     * Of given numbers.
     *
     * @param weight {@code [in, out]}, row by row
     */
    Dense(int in, int out, float[] weight, float[] bias) {
        this.in = in;
        this.out = out;
        this.weight = weight.clone();
        this.bias = bias.clone();
    }

    /** LeCun's start, which keeps the variance of what goes in: normal with variance 1 / in, biases 0. */
    static Dense random(int in, int out, Random random) {
        float[] weight = new float[in * out];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (random.nextGaussian() * Math.sqrt(1.0 / in));
        }
        return new Dense(in, out, weight, new float[out]);
    }

    /** From numbers that lie {@code [out, in]}. */
    static Dense transposed(int in, int out, float[] weight, float[] bias) {
        return new Dense(in, out, transpose(weight, out, in), bias);
    }

    int in() {
        return in;
    }

    int out() {
        return out;
    }

    /** {@code [in, out]}, row by row. */
    float[] weight() {
        return weight.clone();
    }

    /** {@code [out, in]}, row by row. */
    float[] weightTransposed() {
        return transpose(weight, in, out);
    }

    float[] bias() {
        return bias.clone();
    }

    /** The largest difference of two numbers in the same place; NaN if one is NaN. */
    double distance(Dense other) {
        return Math.max(distance(weight, other.weight), distance(bias, other.bias));
    }

    private static double distance(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }

    private static float[] transpose(float[] x, int rows, int columns) {
        float[] y = new float[x.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                y[c * rows + r] = x[r * columns + c];
            }
        }
        return y;
    }
}
