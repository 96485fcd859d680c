/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import org.isoloss.fused.kernel.Kernels;

/**
 * Which kernel an elementwise operation is.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Loops<A> {

    private final Kernels<A> k;

    Loops(Kernels<A> kernels) {
        this.k = kernels;
    }

    /** {@code d = f(a, b)}, where each of the two goes along with {@code d} or is one number; {@code b} is any if there is only one. */
    interface Loop<A> {
        void run(A a, int ao, A b, int bo, A d, int o, int n);
    }

    /**
     * @param a whether the first operand goes along
     * @param b whether the second does
     */
    Loop<A> of(Node x, boolean a, boolean b) {
        Op op = x.op();
        if (x.in().size() == 1) {
            return op == Op.BROADCAST ? spread(a) : map(op, x.by());
        }
        if (a && b) {
            return zip(op);
        }
        return a ? withNumber(op) : onNumber(op);
    }

    Loop<A> spread(boolean along) {
        if (!along) {
            return (a, ao, b, bo, d, o, n) -> k.fill(k.get(a, ao), d, o, n);
        }
        return (a, ao, b, bo, d, o, n) -> {
            if (a != d || ao != o) {
                k.copy(a, ao, d, o, n);
            }
        };
    }

    private Loop<A> map(Op op, double by) {
        return switch (op) {
            case SHIFT -> (a, ao, b, bo, d, o, n) -> k.add(a, ao, by, d, o, n);
            case SCALE -> (a, ao, b, bo, d, o, n) -> k.mul(a, ao, by, d, o, n);
            case RECIP -> (a, ao, b, bo, d, o, n) -> k.recip(a, ao, d, o, n);
            case EXP -> (a, ao, b, bo, d, o, n) -> k.exp(a, ao, d, o, n);
            case LOG -> (a, ao, b, bo, d, o, n) -> k.log(a, ao, d, o, n);
            case LOG1P -> (a, ao, b, bo, d, o, n) -> k.log1p(a, ao, d, o, n);
            case SQRT -> (a, ao, b, bo, d, o, n) -> k.sqrt(a, ao, d, o, n);
            case ABS -> (a, ao, b, bo, d, o, n) -> k.abs(a, ao, d, o, n);
            case SIGN -> (a, ao, b, bo, d, o, n) -> k.sign(a, ao, d, o, n);
            case SQUARE -> (a, ao, b, bo, d, o, n) -> k.square(a, ao, d, o, n);
            case RELU -> (a, ao, b, bo, d, o, n) -> k.relu(a, ao, d, o, n);
            case SIGMOID -> (a, ao, b, bo, d, o, n) -> k.sigmoid(a, ao, d, o, n);
            case SOFTPLUS -> (a, ao, b, bo, d, o, n) -> k.softplus(a, ao, d, o, n);
            case LOG_SIGMOID -> (a, ao, b, bo, d, o, n) -> k.logSigmoid(a, ao, d, o, n);
            case NOT -> (a, ao, b, bo, d, o, n) -> k.not(a, ao, d, o, n);
            case IS_FINITE -> (a, ao, b, bo, d, o, n) -> k.isFinite(a, ao, d, o, n);
            case TO_INDEX -> (a, ao, b, bo, d, o, n) -> k.toIndex(a, ao, d, o, n);
            default -> throw new IllegalArgumentException(op + " is no map");
        };
    }

    private Loop<A> zip(Op op) {
        return switch (op) {
            case ADD -> k::add;
            case SUB -> k::sub;
            case MUL -> k::mul;
            case DIV -> k::div;
            case MAXIMUM -> k::maximum;
            case GREATER -> k::greater;
            case EQUAL -> k::equal;
            case AND -> k::and;
            case OR -> k::or;
            default -> throw new IllegalArgumentException(op + " does not take two ranges");
        };
    }

    /** The number on the right. */
    private Loop<A> withNumber(Op op) {
        return switch (op) {
            case ADD -> (a, ao, b, bo, d, o, n) -> k.add(a, ao, k.get(b, bo), d, o, n);
            case SUB -> (a, ao, b, bo, d, o, n) -> k.sub(a, ao, k.get(b, bo), d, o, n);
            case MUL -> (a, ao, b, bo, d, o, n) -> k.mul(a, ao, k.get(b, bo), d, o, n);
            case DIV -> (a, ao, b, bo, d, o, n) -> k.div(a, ao, k.get(b, bo), d, o, n);
            case MAXIMUM -> (a, ao, b, bo, d, o, n) -> k.maximum(a, ao, k.get(b, bo), d, o, n);
            case GREATER -> (a, ao, b, bo, d, o, n) -> k.greater(a, ao, k.get(b, bo), d, o, n);
            case EQUAL -> (a, ao, b, bo, d, o, n) -> k.equal(a, ao, k.get(b, bo), d, o, n);
            case AND -> (a, ao, b, bo, d, o, n) -> k.and(a, ao, k.get(b, bo), d, o, n);
            case OR -> (a, ao, b, bo, d, o, n) -> k.or(a, ao, k.get(b, bo), d, o, n);
            case EXP_SHIFTED -> (a, ao, b, bo, d, o, n) -> k.expSum(a, ao, k.get(b, bo), d, o, n);
            default -> throw new IllegalArgumentException(op + " does not take a range and a number");
        };
    }

    /** The number on the left. */
    private Loop<A> onNumber(Op op) {
        return switch (op) {
            case SUB -> (a, ao, b, bo, d, o, n) -> k.sub(k.get(a, ao), b, bo, d, o, n);
            case DIV -> (a, ao, b, bo, d, o, n) -> k.div(k.get(a, ao), b, bo, d, o, n);
            case GREATER -> (a, ao, b, bo, d, o, n) -> k.greater(k.get(a, ao), b, bo, d, o, n);
            default -> {
                Loop<A> same = withNumber(op);
                yield (a, ao, b, bo, d, o, n) -> same.run(b, bo, a, ao, d, o, n);
            }
        };
    }
}
