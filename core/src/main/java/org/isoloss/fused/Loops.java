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

    /** {@code d = f(a)}. */
    interface OfOne<A> {
        void run(A a, int ao, A d, int o, int n);
    }

    /** {@code d = f(a, b)}. */
    interface OfTwo<A> {
        void run(A a, int ao, A b, int bo, A d, int o, int n);
    }

    /** {@code d = f(a, s)}, or {@code f(s, a)}. */
    interface WithNumber<A> {
        void run(A a, int ao, double s, A d, int o, int n);
    }

    OfOne<A> of(Op op, double by) {
        return switch (op) {
            case SHIFT -> (a, ao, d, o, n) -> k.add(a, ao, by, d, o, n);
            case SCALE -> (a, ao, d, o, n) -> k.mul(a, ao, by, d, o, n);
            case RECIP -> k::recip;
            case EXP -> k::exp;
            case LOG -> k::log;
            case LOG1P -> k::log1p;
            case SQRT -> k::sqrt;
            case ABS -> k::abs;
            case SIGN -> k::sign;
            case SQUARE -> k::square;
            case RELU -> k::relu;
            case SIGMOID -> k::sigmoid;
            case SOFTPLUS -> k::softplus;
            case LOG_SIGMOID -> k::logSigmoid;
            case NOT -> k::not;
            case IS_FINITE -> k::isFinite;
            case TO_INDEX -> k::toIndex;
            default -> throw new IllegalArgumentException(op + " is no map");
        };
    }

    OfTwo<A> ofTwo(Op op) {
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
            default -> throw new IllegalArgumentException(op + " does not take two operands");
        };
    }

    /** The number on the right. */
    WithNumber<A> ofNumber(Op op) {
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
            default -> throw new IllegalArgumentException(op + " does not take two operands");
        };
    }

    /** The number on the left. */
    WithNumber<A> onNumber(Op op) {
        return switch (op) {
            case SUB -> (a, ao, s, d, o, n) -> k.sub(s, a, ao, d, o, n);
            case DIV -> (a, ao, s, d, o, n) -> k.div(s, a, ao, d, o, n);
            case GREATER -> (a, ao, s, d, o, n) -> k.greater(s, a, ao, d, o, n);
            default -> ofNumber(op);
        };
    }
}
