/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/**
 * What a {@link Node} does. Operands of a structural operation are seen flat, in row-major order, as {@code [outer, middle,
 * inner]}: the operation acts on the middle, so that it can be done piece by piece wherever the pieces divide {@code outer}.
 */
enum Op {
    /** The input number {@code from}. */
    INPUT(Form.LEAF),
    CONSTANT(Form.LEAF),

    /** The same elements by another shape or kind. */
    VIEW(Form.ALIAS),
    BROADCAST(Form.ELEMENTWISE),

    SHIFT(Form.ELEMENTWISE),
    SCALE(Form.ELEMENTWISE),
    RECIP(Form.ELEMENTWISE),
    EXP(Form.ELEMENTWISE),
    LOG(Form.ELEMENTWISE),
    LOG1P(Form.ELEMENTWISE),
    SQRT(Form.ELEMENTWISE),
    ABS(Form.ELEMENTWISE),
    SIGN(Form.ELEMENTWISE),
    SQUARE(Form.ELEMENTWISE),
    RELU(Form.ELEMENTWISE),
    SIGMOID(Form.ELEMENTWISE),
    SOFTPLUS(Form.ELEMENTWISE),
    LOG_SIGMOID(Form.ELEMENTWISE),
    NOT(Form.ELEMENTWISE),
    IS_FINITE(Form.ELEMENTWISE),
    TO_INDEX(Form.ELEMENTWISE),

    ADD(Form.ELEMENTWISE),
    SUB(Form.ELEMENTWISE),
    MUL(Form.ELEMENTWISE),
    DIV(Form.ELEMENTWISE),
    MAXIMUM(Form.ELEMENTWISE),
    GREATER(Form.ELEMENTWISE),
    EQUAL(Form.ELEMENTWISE),
    AND(Form.ELEMENTWISE),
    OR(Form.ELEMENTWISE),
    WHERE(Form.ELEMENTWISE),
    /** {@code exp(a - b)}, b narrow. */
    EXP_SHIFTED(Form.ELEMENTWISE),
    /** {@code a s + by b t}, s and t narrow. */
    MIX(Form.ELEMENTWISE),

    /** {@code [outer, middle, inner] -> [outer, inner]}. */
    SUM(Form.STRUCTURAL),
    MAX(Form.STRUCTURAL),
    /** {@code a [outer, middle], b [outer, middle] or [middle] -> [outer]}. */
    DOT(Form.STRUCTURAL),
    /** Positions {@code from} on of the middle. */
    SLICE(Form.STRUCTURAL),
    /** Parts {@code [outer, ., inner]} side by side. */
    CONCAT(Form.STRUCTURAL),
    /** {@code [outer, middle, inner] -> [outer, inner, middle]}. */
    SWAP(Form.STRUCTURAL),
    /** {@code x [outer, middle], index [outer, k] -> [outer, k]}; with one outer, {@code x} is a table for all. */
    TAKE(Form.STRUCTURAL),
    /** {@code g [outer, k], index [outer, k] -> [outer, middle]}. */
    UNTAKE(Form.STRUCTURAL),
    /** {@code x [outer, middle], index [outer] -> [outer]}; the index is in range. */
    PICK(Form.STRUCTURAL),
    /** As {@link #PICK}, 0 where the index is out of range: what an {@link #UNPICK} of the same index will not look at. */
    PEEK(Form.STRUCTURAL),
    /** {@code g [outer] or a scalar, index [outer] -> [outer, middle]}: zeros but for {@code g} at the index. */
    UNPICK(Form.STRUCTURAL),
    /** {@code x [outer, middle] + unpick(g, index)}. */
    ADD_AT(Form.STRUCTURAL),
    /** {@code x [outer, middle]}, but for {@code g} at the index. */
    SET_AT(Form.STRUCTURAL),
    /** {@code x [outer, middle], index [outer] -> [outer]}: the sum of all but one. */
    SUM_BUT(Form.STRUCTURAL),
    /** The stable order of each middle, descending if {@code from} is 1. */
    SORT(Form.STRUCTURAL),
    CUM_SUM(Form.STRUCTURAL),

    /** {@code a [n, k] b [k, m]}. */
    MATMUL(Form.PRODUCT),
    /** {@code a [n, k] b' [m, k]}. */
    MATMUL_NT(Form.PRODUCT),
    /** {@code a' [k, n] b [k, m]}. */
    MATMUL_TN(Form.PRODUCT);

    /** How the elements of a result depend on those of the operands. */
    enum Form {
        LEAF,
        ALIAS,
        /** One by one, operands broadcast. */
        ELEMENTWISE,
        STRUCTURAL,
        PRODUCT
    }

    private final Form form;

    Op(Form form) {
        this.form = form;
    }

    Form form() {
        return form;
    }

    boolean is(Form other) {
        return form == other;
    }

    boolean isLeaf() {
        return form == Form.LEAF;
    }

    boolean isProduct() {
        return form == Form.PRODUCT;
    }
}
