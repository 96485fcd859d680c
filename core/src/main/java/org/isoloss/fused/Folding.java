/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/** Elementwise operations on numbers: what is known while recording is computed then, in double. */
final class Folding {
    private Folding() {}

    static double map(Op op, double x, double by) {
        return switch (op) {
            case SHIFT -> x + by;
            case SCALE -> x * by;
            case RECIP -> 1 / x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case LOG1P -> Math.log1p(x);
            case SQRT -> Math.sqrt(x);
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case SQUARE -> x * x;
            case RELU -> Math.max(x, 0);
            case SIGMOID -> x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
            case SOFTPLUS -> softplus(x);
            case LOG_SIGMOID -> -softplus(-x);
            case NOT -> 1 - x;
            case IS_FINITE -> Double.isFinite(x) ? 1 : 0;
            case TO_INDEX -> (long) x;
            default -> throw new IllegalArgumentException(op + " is no map");
        };
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double zip(Op op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL, AND -> a * b;
            case DIV -> a / b;
            case MAXIMUM, OR -> Math.max(a, b);
            case GREATER -> a > b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            default -> throw new IllegalArgumentException(op + " does not take two numbers");
        };
    }
}
