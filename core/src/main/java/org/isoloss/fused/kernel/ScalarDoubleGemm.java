/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.util.Arrays;

/** As {@link ScalarFloatGemm}, on {@code double[]}. */
final class ScalarDoubleGemm implements Gemm<double[]> {

    static final ScalarDoubleGemm ONE = new ScalarDoubleGemm();

    private static final int WIDTH = 128;
    private static final int FOUR = 4;
    private static final DoublePanels PANELS = new DoublePanels(WIDTH);

    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(Room::new);

    /** Four times four rows of a panel, which a first cache holds, and one of {@code c}. */
    private static final class Room {
        private final double[][] fours = new double[FOUR][FOUR * WIDTH];
        private final double[] c = new double[WIDTH];

        private void take(double[] packed, int at, int deep) {
            for (int k = 0; k < deep; k += FOUR) {
                System.arraycopy(packed, at + k * WIDTH, fours[k / FOUR], 0, Math.min(FOUR, deep - k) * WIDTH);
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
            for (int k = 0; k < depth; k += FOUR * FOUR) {
                int deep = Math.min(FOUR * FOUR, depth - k);
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
        for (; k + FOUR <= deep; k += FOUR) {
            int at = ao + k * stride;
            four(a[at], a[at + stride], a[at + 2 * stride], a[at + 3 * stride], room.fours[k / FOUR], room.c, w);
        }
        for (; k < deep; k++) {
            one(a[ao + k * stride], room.fours[k / FOUR], k % FOUR * WIDTH, room.c, w);
        }
    }

    private static void one(double x, double[] p, int po, double[] c, int w) {
        for (int q = 0; q < w; q++) {
            c[q] = Math.fma(x, p[po + q], c[q]);
        }
    }

    private static void four(double x, double y, double z, double t, double[] p, double[] c, int w) {
        for (int q = 0; q < w; q++) {
            double s = Math.fma(x, p[q], c[q]);
            s = Math.fma(y, p[WIDTH + q], s);
            s = Math.fma(z, p[2 * WIDTH + q], s);
            c[q] = Math.fma(t, p[3 * WIDTH + q], s);
        }
    }
}
