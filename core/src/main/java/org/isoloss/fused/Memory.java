/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Memory for all rows.
 *
 * @param whole nodes that exist as a whole
 * @param loaded inputs that are read block by block, with the slot of their buffer
 * @param stored results that are written block by block, likewise
 * @param packs right operands of products
 * @param firstScratch the first slot that is a thread's own
 */
record Memory(
        Map<Node, Ref> whole,
        Map<Node, Integer> loaded,
        Map<Node, Integer> stored,
        Map<Right, Ref> packs,
        int firstScratch) {

    /** A right operand, and which way it is packed. */
    record Right(Node node, boolean transposed) {
        static Right of(Node product) {
            return new Right(product.in(1), product.is(Op.MATMUL_NT));
        }
    }

    /** A node, not read by rows. */
    Ref of(Node x) {
        return requireNonNull(whole.get(x.base()), () -> x + " must exist as a whole");
    }

    Ref packOf(Node product) {
        return requireNonNull(packs.get(Right.of(product)), () -> product + " must have its operand packed");
    }

    int bufferOf(Node x) {
        return requireNonNull(loaded.get(x), () -> x + " must be in a buffer");
    }
}
