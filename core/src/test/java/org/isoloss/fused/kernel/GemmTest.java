/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products of small whole numbers, which are exact in every order of summation. */
class GemmTest {

    private static final List<Kernels<float[]>> FLOATS = List.of(
            KernelProvider.choose("off").floats(), KernelProvider.choose("on").floats());
    private static final List<Kernels<double[]>> DOUBLES = List.of(
            KernelProvider.choose("off").doubles(), KernelProvider.choose("on").doubles());
    private static final int[] ROWS = {1, 3, 4, 5, 8, 67};
    private static final int[] COLUMNS = {1, 7, 8, 16, 31, 63, 64, 65, 130, 300};
    private static final int[] DEPTHS = {0, 1, 3, 128, 130, 257};
    private static final int SHIFT = 3;

    /** Which operand is given transposed. */
    private enum Form {
        NN,
        NT,
        TN
    }

    private record Sizes(int rows, int columns, int depth) {}

    @Test
    void productsOfWholeNumbersAreExactInEveryForm() {
        int checked = 0;
        for (int rows : ROWS) {
            for (int columns : COLUMNS) {
                for (int depth : DEPTHS) {
                    for (Form form : Form.values()) {
                        Sizes s = new Sizes(rows, columns, depth);
                        FLOATS.forEach(k -> check(k, s, form));
                        DOUBLES.forEach(k -> check(k, s, form));
                        checked++;
                    }
                }
            }
        }
        assertThat(checked).isEqualTo(6 * 10 * 6 * 3);
    }

    private static <A> void check(Kernels<A> k, Sizes s, Form form) {
        int ldc = s.columns + 2;
        A a = whole(k, SHIFT + s.rows * s.depth, 1);
        A b = whole(k, SHIFT + s.columns * s.depth, 2);
        A c = whole(k, SHIFT + s.rows * ldc, 3);
        A before = k.allocate(k.length(c));
        k.copy(c, 0, before, 0, k.length(c));
        boolean accumulate = s.rows % 2 == 0;
        multiply(k, a, b, c, s, form, accumulate, ldc);
        for (int at = 0; at < k.length(c); at++) {
            int i = (at - SHIFT) / ldc;
            int j = (at - SHIFT) % ldc;
            boolean outside = at < SHIFT || j >= s.columns;
            double expected = outside || accumulate ? k.get(before, at) : 0;
            for (int t = 0; !outside && t < s.depth; t++) {
                double x = k.get(a, SHIFT + (form == Form.TN ? t * s.rows + i : i * s.depth + t));
                double y = k.get(b, SHIFT + (form == Form.NT ? j * s.depth + t : t * s.columns + j));
                expected += x * y;
            }
            assertThat(k.get(c, at)).as("%s %s %s (%d, %d)", k, s, form, i, j).isEqualTo(expected);
        }
    }

    private static <A> void multiply(Kernels<A> k, A a, A b, A c, Sizes s, Form form, boolean accumulate, int ldc) {
        Gemm<A> gemm = k.gemm();
        A packed = k.allocate(gemm.packedLength(s.depth, s.columns) + 1);
        k.fill(Double.NaN, packed, 0, k.length(packed));
        gemm.pack(b, SHIFT, form == Form.NT, s.depth, s.columns, packed, 1);
        int rowStride = form == Form.TN ? 1 : s.depth;
        int depthStride = form == Form.TN ? s.rows : 1;
        gemm.multiply(
                a, SHIFT, rowStride, depthStride, packed, 1, c, SHIFT, ldc, s.rows, s.columns, s.depth, accumulate);
    }

    private static <A> A whole(Kernels<A> k, int n, int seed) {
        Random random = new Random(seed);
        A a = k.allocate(n);
        for (int i = 0; i < n; i++) {
            k.set(a, i, random.nextInt(7) - 3);
        }
        return a;
    }

    @Test
    void everyPartitionOfRowsGivesTheSameBits() {
        FLOATS.forEach(GemmTest::checkPartitions);
        DOUBLES.forEach(GemmTest::checkPartitions);
    }

    private static <A> void checkPartitions(Kernels<A> k) {
        int rows = 13;
        int columns = 75;
        int depth = 150;
        Random random = new Random(6);
        A a = k.allocate(rows * depth);
        A b = k.allocate(columns * depth);
        for (int i = 0; i < k.length(a); i++) {
            k.set(a, i, random.nextGaussian());
        }
        for (int i = 0; i < k.length(b); i++) {
            k.set(b, i, random.nextGaussian());
        }
        Gemm<A> gemm = k.gemm();
        A packed = k.allocate(gemm.packedLength(depth, columns));
        gemm.pack(b, 0, false, depth, columns, packed, 0);
        A whole = k.allocate(rows * columns);
        gemm.multiply(a, 0, depth, 1, packed, 0, whole, 0, columns, rows, columns, depth, false);
        for (int size = 1; size < rows; size++) {
            A parts = k.allocate(rows * columns);
            for (int i = 0; i < rows; i += size) {
                int some = Math.min(size, rows - i);
                gemm.multiply(
                        a, i * depth, depth, 1, packed, 0, parts, i * columns, columns, some, columns, depth, false);
            }
            assertThat(parts).as("%s by %d rows", k, size).isEqualTo(whole);
        }
    }
}
