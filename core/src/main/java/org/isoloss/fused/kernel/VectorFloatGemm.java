/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product with the Vector API. A panel is four vectors wide; blocks of it that stay in the first cache meet four rows
 * at a time, whose sixteen sums stay in registers.
 */
final class VectorFloatGemm implements Gemm<float[]> {

    static final VectorFloatGemm ONE = new VectorFloatGemm();

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 4 * LANES;
    private static final int BLOCK = 128;
    private static final FloatPanels PANELS = new FloatPanels(WIDTH);
    private static final float[] LANE = lanes();

    private VectorFloatGemm() {}

    private static float[] lanes() {
        float[] lane = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            lane[i] = i;
        }
        return lane;
    }

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
        for (int j = 0; j < columns; j += WIDTH) {
            int w = Math.min(WIDTH, columns - j);
            for (int k = 0; k < Math.max(1, depth); k += BLOCK) {
                int panel = po + j * depth + k * WIDTH;
                int block = Math.min(BLOCK, depth - k);
                boolean more = accumulate || k > 0;
                int at = ao + k * depthStride;
                if (w == WIDTH) {
                    wide(a, at, rowStride, depthStride, packed, panel, c, co + j, ldc, rows, block, more);
                } else {
                    narrow(a, at, rowStride, depthStride, packed, panel, c, co + j, ldc, rows, w, block, more);
                }
            }
        }
    }

    private static void wide(
            float[] a,
            int ao,
            int si,
            int sk,
            float[] p,
            int po,
            float[] c,
            int co,
            int ldc,
            int rows,
            int depth,
            boolean more) {
        int i = 0;
        for (; i + 3 < rows; i += 4) {
            fourByFour(a, ao + i * si, si, sk, p, po, c, co + i * ldc, ldc, depth, more);
        }
        for (; i < rows; i++) {
            oneByFour(a, ao + i * si, sk, p, po, c, co + i * ldc, depth, more);
        }
    }

    private static void fourByFour(
            float[] a, int ao, int si, int sk, float[] p, int po, float[] c, int co, int ldc, int depth, boolean more) {
        FloatVector c00 = more ? at(c, co) : FloatVector.zero(SPECIES);
        FloatVector c01 = more ? at(c, co + LANES) : FloatVector.zero(SPECIES);
        FloatVector c02 = more ? at(c, co + 2 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c03 = more ? at(c, co + 3 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c10 = more ? at(c, co + ldc) : FloatVector.zero(SPECIES);
        FloatVector c11 = more ? at(c, co + ldc + LANES) : FloatVector.zero(SPECIES);
        FloatVector c12 = more ? at(c, co + ldc + 2 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c13 = more ? at(c, co + ldc + 3 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c20 = more ? at(c, co + 2 * ldc) : FloatVector.zero(SPECIES);
        FloatVector c21 = more ? at(c, co + 2 * ldc + LANES) : FloatVector.zero(SPECIES);
        FloatVector c22 = more ? at(c, co + 2 * ldc + 2 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c23 = more ? at(c, co + 2 * ldc + 3 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c30 = more ? at(c, co + 3 * ldc) : FloatVector.zero(SPECIES);
        FloatVector c31 = more ? at(c, co + 3 * ldc + LANES) : FloatVector.zero(SPECIES);
        FloatVector c32 = more ? at(c, co + 3 * ldc + 2 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c33 = more ? at(c, co + 3 * ldc + 3 * LANES) : FloatVector.zero(SPECIES);
        int i = ao;
        for (int b = po; b < po + depth * WIDTH; b += WIDTH) {
            FloatVector b0 = at(p, b);
            FloatVector b1 = at(p, b + LANES);
            FloatVector b2 = at(p, b + 2 * LANES);
            FloatVector b3 = at(p, b + 3 * LANES);
            FloatVector a0 = all(a[i]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = all(a[i + si]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = all(a[i + 2 * si]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = all(a[i + 3 * si]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            i += sk;
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + LANES);
        c02.intoArray(c, co + 2 * LANES);
        c03.intoArray(c, co + 3 * LANES);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + LANES);
        c12.intoArray(c, co + ldc + 2 * LANES);
        c13.intoArray(c, co + ldc + 3 * LANES);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + LANES);
        c22.intoArray(c, co + 2 * ldc + 2 * LANES);
        c23.intoArray(c, co + 2 * ldc + 3 * LANES);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + LANES);
        c32.intoArray(c, co + 3 * ldc + 2 * LANES);
        c33.intoArray(c, co + 3 * ldc + 3 * LANES);
    }

    private static void oneByFour(
            float[] a, int ao, int sk, float[] p, int po, float[] c, int co, int depth, boolean more) {
        FloatVector c00 = more ? at(c, co) : FloatVector.zero(SPECIES);
        FloatVector c01 = more ? at(c, co + LANES) : FloatVector.zero(SPECIES);
        FloatVector c02 = more ? at(c, co + 2 * LANES) : FloatVector.zero(SPECIES);
        FloatVector c03 = more ? at(c, co + 3 * LANES) : FloatVector.zero(SPECIES);
        int i = ao;
        for (int b = po; b < po + depth * WIDTH; b += WIDTH) {
            FloatVector b0 = at(p, b);
            FloatVector b1 = at(p, b + LANES);
            FloatVector b2 = at(p, b + 2 * LANES);
            FloatVector b3 = at(p, b + 3 * LANES);
            FloatVector a0 = all(a[i]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            i += sk;
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + LANES);
        c02.intoArray(c, co + 2 * LANES);
        c03.intoArray(c, co + 3 * LANES);
    }

    /**
     * The last panel, one vector of columns at a time. The very last one, when it is not whole, is written with what follows it
     * in {@code c}, read again: the beginning of a next row of this call. Where there is none, single sums.
     */
    private static void narrow(
            float[] a,
            int ao,
            int si,
            int sk,
            float[] p,
            int po,
            float[] c,
            int co,
            int ldc,
            int rows,
            int w,
            int depth,
            boolean more) {
        for (int q = 0; q < w; q += LANES) {
            int own = Math.min(LANES, w - q);
            int end = co + (rows - 1) * ldc + w;
            int i = 0;
            for (; i + 3 < rows && co + (i + 3) * ldc + q + LANES <= end; i += 4) {
                fourByOne(a, ao + i * si, si, sk, p, po + q, c, co + i * ldc + q, ldc, own, depth, more);
            }
            for (; i < rows; i++) {
                for (int j = q; j < q + own; j++) {
                    single(a, ao + i * si, sk, p, po + j, c, co + i * ldc + j, depth, more);
                }
            }
        }
    }

    private static void single(
            float[] a, int ao, int sk, float[] p, int po, float[] c, int at, int depth, boolean more) {
        float s = more ? c[at] : 0;
        for (int k = 0; k < depth; k++) {
            s = Math.fma(a[ao + k * sk], p[po + k * WIDTH], s);
        }
        c[at] = s;
    }

    private static void fourByOne(
            float[] a,
            int ao,
            int si,
            int sk,
            float[] p,
            int po,
            float[] c,
            int co,
            int ldc,
            int own,
            int depth,
            boolean more) {
        FloatVector c00 = more ? at(c, co) : FloatVector.zero(SPECIES);
        FloatVector c10 = more ? at(c, co + ldc) : FloatVector.zero(SPECIES);
        FloatVector c20 = more ? at(c, co + 2 * ldc) : FloatVector.zero(SPECIES);
        FloatVector c30 = more ? at(c, co + 3 * ldc) : FloatVector.zero(SPECIES);
        int i = ao;
        for (int b = po; b < po + depth * WIDTH; b += WIDTH) {
            FloatVector b0 = at(p, b);
            FloatVector a0 = all(a[i]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = all(a[i + si]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = all(a[i + 2 * si]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = all(a[i + 3 * si]);
            c30 = a3.fma(b0, c30);
            i += sk;
        }
        store(c00, own, c, co);
        store(c10, own, c, co + ldc);
        store(c20, own, c, co + 2 * ldc);
        store(c30, own, c, co + 3 * ldc);
    }

    private static void store(FloatVector v, int own, float[] c, int at) {
        at(c, at).blend(v, at(LANE, 0).compare(LT, own)).intoArray(c, at);
    }

    private static FloatVector at(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }

    private static FloatVector all(float v) {
        return FloatVector.broadcast(SPECIES, v);
    }
}
