/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.util.Arrays;

/** The matrix product in plain loops: a row of {@code c} gathers four rows of a panel at a time, which the compiler vectorises. */
final class ScalarFloatGemm implements Gemm<float[]> {

    static final ScalarFloatGemm ONE = new ScalarFloatGemm();

    private static final int WIDTH = 256;
    private static final FloatPanels PANELS = new FloatPanels(WIDTH);

    private ScalarFloatGemm() {}

    @Override
    public int packedLength(int depth, int columns) {
        return PANELS.length(depth, columns);
    }

    @Override
    public void pack(float[] b, int bo, boolean transposed, int depth, int columns, float[] packed, int po) {
        PANELS.pack(b, bo, transposed, depth, columns, packed, po);
    }

    @Override
    public void multiply(
            float[] a,
            int ao,
            int rowStride,
            int depthStride,
            float[] packed,
            int po,
            float[] c,
            int co,
            int ldc,
            int rows,
            int columns,
            int depth,
            boolean accumulate) {
        for (int j = 0, panel = po; j < columns; j += WIDTH, panel += WIDTH * depth) {
            int w = Math.min(WIDTH, columns - j);
            for (int i = 0; i < rows; i++) {
                int at = co + i * ldc + j;
                if (!accumulate) {
                    Arrays.fill(c, at, at + w, 0);
                }
                row(a, ao + i * rowStride, depthStride, packed, panel, c, at, w, depth);
            }
        }
    }

    private static void row(float[] a, int ao, int stride, float[] p, int po, float[] c, int co, int w, int depth) {
        int k = 0;
        for (; k + 3 < depth; k += 4) {
            int at = ao + k * stride;
            four(a[at], a[at + stride], a[at + 2 * stride], a[at + 3 * stride], p, po + k * WIDTH, c, co, w);
        }
        for (; k < depth; k++) {
            float x = a[ao + k * stride];
            for (int q = 0; q < w; q++) {
                c[co + q] = Math.fma(x, p[po + k * WIDTH + q], c[co + q]);
            }
        }
    }

    private static void four(float x, float y, float z, float t, float[] p, int po, float[] c, int co, int w) {
        for (int q = 0; q < w; q++) {
            float s = Math.fma(x, p[po + q], c[co + q]);
            s = Math.fma(y, p[po + WIDTH + q], s);
            s = Math.fma(z, p[po + 2 * WIDTH + q], s);
            c[co + q] = Math.fma(t, p[po + 3 * WIDTH + q], s);
        }
    }
}
