/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/**
 * A matrix cut into panels of {@code width} columns, one after the other, each with its rows on end: what a product reads in the
 * order in which it lies. The last panel is as wide as the others, and what is beyond the matrix is never used.
 */
record FloatPanels(int width) {

    int length(int depth, int columns) {
        return (columns + width - 1) / width * width * depth;
    }

    void pack(float[] b, int bo, boolean transposed, int depth, int columns, float[] packed, int po) {
        for (int j = 0, at = po; j < columns; j += width, at += width * depth) {
            int w = Math.min(width, columns - j);
            if (transposed) {
                transpose(b, bo + j * depth, depth, w, packed, at);
            } else {
                for (int k = 0; k < depth; k++) {
                    System.arraycopy(b, bo + k * columns + j, packed, at + k * width, w);
                }
            }
        }
    }

    private void transpose(float[] b, int bo, int depth, int w, float[] packed, int at) {
        for (int k = 0; k < depth; k++) {
            for (int q = 0; q < w; q++) {
                packed[at + k * width + q] = b[bo + q * depth + k];
            }
        }
    }
}
