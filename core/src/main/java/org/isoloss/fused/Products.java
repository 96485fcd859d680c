/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import org.isoloss.fused.kernel.Gemm;
import org.isoloss.fused.kernel.Kernels;

/**
 * Steps of matrix products.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Products<A> {

    private final Gemm<A> gemm;

    Products(Kernels<A> kernels) {
        this.gemm = kernels.gemm();
    }

    static int depth(Node x) {
        return Math.toIntExact(x.in(0).shape()[x.is(Op.MATMUL_TN) ? 0 : 1]);
    }

    static int columns(Node x) {
        return Math.toIntExact(x.shape()[1]);
    }

    int packedLength(Node x) {
        return gemm.packedLength(depth(x), columns(x));
    }

    /** Packs the right operand for all rows. */
    Step<A> pack(Node x, Ref right, Ref packed) {
        boolean transposed = x.is(Op.MATMUL_NT);
        return f ->
                gemm.pack(f.array(right), f.at(right), transposed, depth(x), columns(x), f.array(packed), f.at(packed));
    }

    /** Multiplies {@code rowsPerPiece} rows of each piece. */
    Step<A> multiply(Node x, Ref left, Ref packed, Ref result, int rowsPerPiece) {
        int depth = depth(x);
        int columns = columns(x);
        int rowStride = x.is(Op.MATMUL_TN) ? 1 : depth;
        int depthStride = x.is(Op.MATMUL_TN) ? Math.toIntExact(x.shape()[0]) : 1;
        return f -> gemm.multiply(
                f.array(left),
                f.at(left),
                rowStride,
                depthStride,
                f.array(packed),
                f.at(packed),
                f.array(result),
                f.at(result),
                columns,
                f.pieces() * rowsPerPiece,
                columns,
                depth,
                false);
    }

    /** Adds {@code a' b} of the block's rows to a total. */
    Step<A> total(Node x, Ref left, Ref right, int index, int rowsPerPiece) {
        int rows = Math.toIntExact(x.shape()[0]);
        int columns = columns(x);
        return f -> {
            int depth = f.pieces() * rowsPerPiece;
            A packed = f.packed(gemm.packedLength(depth, columns));
            gemm.pack(f.array(right), f.at(right), false, depth, columns, packed, 0);
            A sum = f.partials().product(index);
            gemm.multiply(f.array(left), f.at(left), 1, rows, packed, 0, sum, 0, columns, rows, columns, depth, true);
        };
    }
}
