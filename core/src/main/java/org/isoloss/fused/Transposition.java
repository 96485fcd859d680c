/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/** Exchanges the axes of a matrix, tile by tile, so that both sides are read and written in cache lines. */
final class Transposition {

    private static final int TILE = 32;

    private Transposition() {}

    /** {@code d[j, i] = a[i, j]} for arrays of one type. */
    static void run(Object a, int ao, int rows, int columns, Object d, int o) {
        for (int i = 0; i < rows; i += TILE) {
            for (int j = 0; j < columns; j += TILE) {
                int toRow = Math.min(rows, i + TILE);
                int toColumn = Math.min(columns, j + TILE);
                if (a instanceof float[] from) {
                    tile(from, ao, (float[]) d, o, new int[] {i, toRow, rows, j, toColumn, columns});
                } else {
                    tile((double[]) a, ao, (double[]) d, o, new int[] {i, toRow, rows, j, toColumn, columns});
                }
            }
        }
    }

    private static void tile(float[] a, int ao, float[] d, int o, int[] t) {
        for (int i = t[0]; i < t[1]; i++) {
            for (int j = t[3]; j < t[4]; j++) {
                d[o + j * t[2] + i] = a[ao + i * t[5] + j];
            }
        }
    }

    private static void tile(double[] a, int ao, double[] d, int o, int[] t) {
        for (int i = t[0]; i < t[1]; i++) {
            for (int j = t[3]; j < t[4]; j++) {
                d[o + j * t[2] + i] = a[ao + i * t[5] + j];
            }
        }
    }
}
