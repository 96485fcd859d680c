/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;

/**
 * What operations take on one thread, in nanoseconds: by a program with the vector module, by one without, and by a framework.
 * Measured once and rounded; it decides whether work is shared among threads, and whether a framework would be faster, for which
 * the order of magnitude is enough.
 */
enum Cost {
    /** For each element of the result. */
    PASS(0.2, 0.3, 2),
    FUNCTION(0.5, 1.2, 3),
    SORT(50, 50, 100),
    /** For each element of the operand. */
    REDUCTION(0.1, 0.4, 1),
    /** For each multiplication. */
    PRODUCT(0.03, 0.08, 0.025);

    /** What a framework takes for an operation on arrays of any size. */
    private static final double CALL = 10_000;

    private final double vector;
    private final double plain;
    private final double framework;

    Cost(double vector, double plain, double framework) {
        this.vector = vector;
        this.plain = plain;
        this.framework = framework;
    }

    private static Cost of(Op op) {
        return switch (op) {
            case MATMUL, MATMUL_NT, MATMUL_TN -> PRODUCT;
            case EXP, EXP_SHIFTED, LOG, LOG1P, SIGMOID, SOFTPLUS, LOG_SIGMOID -> FUNCTION;
            case SORT -> SORT;
            case SUM, SUM_BUT, MAX, DOT -> REDUCTION;
            default -> PASS;
        };
    }

    private double units(Node x) {
        return switch (this) {
            case PRODUCT -> (double) x.size() * Products.depth(x);
            case REDUCTION -> x.in(0).size();
            default -> x.size();
        };
    }

    static double ofProgram(List<Node> operations, boolean vector) {
        return operations.stream()
                .filter(x -> !x.op().isLeaf())
                .mapToDouble(x -> of(x.op()).units(x) * (vector ? of(x.op()).vector : of(x.op()).plain))
                .sum();
    }

    static double ofFramework(List<Node> operations) {
        return operations.stream()
                .filter(x -> !x.op().isLeaf())
                .mapToDouble(x -> CALL + of(x.op()).units(x) * of(x.op()).framework)
                .sum();
    }
}
