/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What operations take in nanoseconds: on one thread by a program with the vector module, on one by a program without, and by a
 * host's own operations. Fitted to measurements of all losses at medium size, and rounded; it decides whether work is shared among
 * threads, and whether a host would be faster, for which the order of magnitude is enough.
 */
enum Cost {
    /** For each element of the result. */
    PASS(0.2, 0.3, 2, 0.2),
    /** Comparisons and what is chosen by them, which are plain loops of jumps. */
    CHOICE(0.2, 2, 170, 0.5),
    FUNCTION(0.5, 1.2, 3, 0.6),
    SORT(50, 50, 100, 50),
    /** For each element of the operand. */
    REDUCTION(0.1, 0.6, 10, 1.2),
    /** For each multiplication. */
    PRODUCT(0.02, 0.07, 0.025, 0.012);

    /** What a host takes for an operation on arrays of any size. */
    private static final double ND4J_CALL = 100_000;

    private static final double PYTORCH_CALL = 14_000;

    private final double vector;
    private final double plain;
    private final double nd4j;
    private final double pytorch;

    Cost(double vector, double plain, double nd4j, double pytorch) {
        this.vector = vector;
        this.plain = plain;
        this.nd4j = nd4j;
        this.pytorch = pytorch;
    }

    private static Cost of(Op op) {
        return switch (op) {
            case MATMUL, MATMUL_NT, MATMUL_TN -> PRODUCT;
            case EXP, EXP_SHIFTED, LOG, LOG1P, SIGMOID, SOFTPLUS, LOG_SIGMOID -> FUNCTION;
            case WHERE, GREATER, EQUAL, SIGN, IS_FINITE, MAXIMUM, RELU, OR -> CHOICE;
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
        return total(operations, 0, c -> vector ? c.vector : c.plain);
    }

    /** Infinite where the host has no operations. */
    static double of(Host host, List<Node> operations) {
        return switch (host) {
            case JAVA -> Double.POSITIVE_INFINITY;
            case ND4J -> total(operations, ND4J_CALL, c -> c.nd4j);
            case PYTORCH -> total(operations, PYTORCH_CALL, c -> c.pytorch);
        };
    }

    private static double total(List<Node> operations, double call, ToDoubleFunction<Cost> each) {
        return operations.stream()
                .filter(x -> !x.op().isLeaf())
                .mapToDouble(x -> call + of(x.op()).units(x) * each.applyAsDouble(of(x.op())))
                .sum();
    }
}
