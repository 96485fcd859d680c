/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/**
 * Products of matrices whose right operand is packed once and used by many blocks of rows.
 *
 * <p>The left operand is given by strides and the right one is packed from either layout, so that a transposition costs nothing:
 *
 * <pre>
 * A B    A [rows, depth], B [depth, columns]    pack(transposed = false), strides (depth, 1)
 * A B'   A [rows, depth], B [columns, depth]    pack(transposed = true),  strides (depth, 1)
 * A' B   A [depth, rows], B [depth, columns]    pack(transposed = false), strides (1, rows)
 * </pre>
 *
 * <p>An element is summed in the order of {@code depth}, whichever rows a call is given: the same bits for any partition of rows.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Gemm<A> {

    /** How many elements a packed right operand takes. */
    int packedLength(int depth, int columns);

    /** Packs {@code b}, a matrix [depth, columns] or, if transposed, [columns, depth], with rows on end. */
    void pack(A b, int bo, boolean transposed, int depth, int columns, A packed, int po);

    /**
     * {@code c[i, j] = sum_k a[i, k] b[k, j]}, or {@code +=} if it accumulates; {@code c} is none of the operands.
     *
     * @param a holds element (i, k) at {@code ao + i rowStride + k depthStride}
     * @param packed what {@link #pack} made of {@code b}
     * @param c holds element (i, j) at {@code co + i ldc + j}
     * @param ldc the length of a row of {@code c}, at least {@code columns}
     */
    void multiply(
            A a,
            int ao,
            int rowStride,
            int depthStride,
            A packed,
            int po,
            A c,
            int co,
            int ldc,
            int rows,
            int columns,
            int depth,
            boolean accumulate);
}
