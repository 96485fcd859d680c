/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;

/**
 * Arrays cut into pieces: the elements of an array, in row-major order, as {@code count} equal stretches, one for each row of the
 * batch. A reshaped array has the same pieces. An operation is local if piece i of its result needs no other piece of its
 * operands than piece i; then it can be done for a few rows at a time, and its result need never exist as a whole.
 *
 * <p>Whether that holds is decided by shapes, so it is never a guess; whether it is useful is decided by the ports, which say
 * what the rows are.
 *
 * @param count how many, at least 1
 */
record Pieces(int count) {

    /** One piece: the whole array. */
    static final Pieces ONE = new Pieces(1);

    boolean divide(Node x) {
        return x.size() % count == 0;
    }

    /** Elements of one piece. */
    int width(Node x) {
        return x.size() / count;
    }

    /**
     * The axes inside one piece of an array of {@code shape}, which is cut along its leading axes. The axis in which the cut
     * falls counts with what a piece has of it.
     */
    long[] inside(long... shape) {
        int first = firstInside(shape);
        long before = 1;
        for (int a = 0; a < first; a++) {
            before *= shape[a];
        }
        long[] tail = Arrays.copyOfRange(shape, first, shape.length);
        if (before < count) {
            tail[0] /= count / before;
        }
        return tail;
    }

    /** The first axis of which a piece has more than one position; -1 if pieces are no sub-arrays. */
    int firstInside(long... shape) {
        long left = count;
        for (int a = 0; a < shape.length; a++) {
            if (left == 1) {
                return a;
            }
            if (shape[a] > 0 && left % shape[a] == 0) {
                left /= shape[a];
            } else {
                return shape[a] > 0 && shape[a] % left == 0 ? a : -1;
            }
        }
        return left == 1 ? shape.length : -1;
    }

    /** Whether an array of {@code shape} is cut along its leading axes. */
    boolean areSubArrays(long... shape) {
        return firstInside(shape) >= 0;
    }

    /** Whether piece i of an operand, broadcast to {@code result}, is what piece i of the result needs. */
    boolean areAligned(long[] operand, long... result) {
        if (Arrays.equals(operand, result)) {
            return true;
        }
        int inside = firstInside(result);
        if (inside < 0) {
            return false;
        }
        int created = result.length - operand.length;
        long left = count;
        for (int a = 0; a < result.length && left > 1; a++) {
            long own = a < created ? 1 : operand[a - created];
            if (own != result[a]) {
                return false;
            }
            left = a < inside ? left / result[a] : 1;
        }
        return true;
    }
}
