/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.util.Arrays;

/** As {@link ScalarFloatGemm}, on {@code double[]}. */
final class ScalarDoubleGemm implements Gemm<double[]> {

    static final ScalarDoubleGemm ONE = new ScalarDoubleGemm();

    private static final int WIDTH = 128;
    private static final int EIGHT = 8;
    private static final int DEEP = 2 * EIGHT;
    private static final DoublePanels PANELS = new DoublePanels(WIDTH);

    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(Room::new);

    /** Sixteen rows of a panel, which a first cache holds, and one of {@code c}. */
    private static final class Room {
        private final double[][] eights = new double[DEEP / EIGHT][EIGHT * WIDTH];
        private final double[] c = new double[WIDTH];

        private void take(double[] packed, int at, int deep) {
            for (int k = 0; k < deep; k += EIGHT) {
                System.arraycopy(packed, at + k * WIDTH, eights[k / EIGHT], 0, Math.min(EIGHT, deep - k) * WIDTH);
            }
        }
    }

    private ScalarDoubleGemm() {}

    @Override
    public int packedLength(int depth, int columns) {
        return PANELS.length(depth, columns);
    }

    @Override
    public void pack(double[] b, int bo, boolean transposed, int depth, int columns, double[] packed, int po) {
        PANELS.pack(b, bo, transposed, depth, columns, packed, po);
    }

    @Override
    public void multiply(
            double[] a,
            int ao,
            int rowStride,
            int depthStride,
            double[] packed,
            int po,
            double[] c,
            int co,
            int ldc,
            int rows,
            int columns,
            int depth,
            boolean accumulate) {
        Room room = ROOM.get();
        for (int i = 0; i < rows && !accumulate; i++) {
            Arrays.fill(c, co + i * ldc, co + i * ldc + columns, 0);
        }
        for (int j = 0, panel = po; j < columns; j += WIDTH, panel += WIDTH * depth) {
            int w = Math.min(WIDTH, columns - j);
            for (int k = 0; k < depth; k += DEEP) {
                int deep = Math.min(DEEP, depth - k);
                room.take(packed, panel + k * WIDTH, deep);
                for (int i = 0; i < rows; i++) {
                    int at = co + i * ldc + j;
                    System.arraycopy(c, at, room.c, 0, w);
                    row(a, ao + i * rowStride + k * depthStride, depthStride, room, w, deep);
                    System.arraycopy(room.c, 0, c, at, w);
                }
            }
        }
    }

    private static void row(double[] a, int ao, int stride, Room room, int w, int deep) {
        int k = 0;
        for (; k + EIGHT <= deep; k += EIGHT) {
            eight(a, ao + k * stride, stride, room.eights[k / EIGHT], room.c, w);
        }
        for (; k < deep; k++) {
            one(a[ao + k * stride], room.eights[k / EIGHT], k % EIGHT * WIDTH, room.c, w);
        }
    }

    private static void one(double x, double[] p, int po, double[] c, int w) {
        for (int q = 0; q < w; q++) {
            c[q] = Math.fma(x, p[po + q], c[q]);
        }
    }

    private static void eight(double[] a, int ao, int stride, double[] p, double[] c, int w) {
        double x0 = a[ao];
        double x1 = a[ao + stride];
        double x2 = a[ao + 2 * stride];
        double x3 = a[ao + 3 * stride];
        double x4 = a[ao + 4 * stride];
        double x5 = a[ao + 5 * stride];
        double x6 = a[ao + 6 * stride];
        double x7 = a[ao + 7 * stride];
        for (int q = 0; q < w; q++) {
            double s = Math.fma(x0, p[q], c[q]);
            s = Math.fma(x1, p[WIDTH + q], s);
            s = Math.fma(x2, p[2 * WIDTH + q], s);
            s = Math.fma(x3, p[3 * WIDTH + q], s);
            s = Math.fma(x4, p[4 * WIDTH + q], s);
            s = Math.fma(x5, p[5 * WIDTH + q], s);
            s = Math.fma(x6, p[6 * WIDTH + q], s);
            c[q] = Math.fma(x7, p[7 * WIDTH + q], s);
        }
    }
}
