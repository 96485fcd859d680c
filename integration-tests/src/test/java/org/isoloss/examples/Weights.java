/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.Random;

/** Weights to start from that do not depend on a framework. */
final class Weights {

    private final int[] sizes;

    /** For layers of these sizes: the inputs, then the outputs of each layer. */
    Weights(int... sizes) {
        this.sizes = sizes;
    }

    /** Of layer {@code i}, {@code [inputs, outputs]}. */
    float[][] of(int layer) {
        Random random = new Random(layer);
        float[][] weights = new float[sizes[layer]][sizes[layer + 1]];
        for (float[] row : weights) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (random.nextGaussian() / Math.sqrt(8));
            }
        }
        return weights;
    }

    /** The same, {@code [outputs, inputs]}. */
    float[][] transposed(int layer) {
        float[][] weights = of(layer);
        float[][] transposed = new float[weights[0].length][weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < transposed.length; j++) {
                transposed[j][i] = weights[i][j];
            }
        }
        return transposed;
    }
}
