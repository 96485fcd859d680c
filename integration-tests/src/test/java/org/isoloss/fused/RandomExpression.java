/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TapeOps;
import org.isoloss.tensor.TensorOps;
import org.isoloss.tensor.Traced;

/**
 * A few random operations on two matrices {@code [n, m]} and indices {@code [n]}, and the gradient of their sum with respect to
 * the first. What is chosen depends on shapes alone, so it is the same on every backend.
 *
 * @param seed of the choices
 * @param steps how many operations
 */
record RandomExpression(long seed, int steps) implements Expression {

    @Override
    public <T> T on(TensorOps<T> ops, List<T> inputs) {
        TapeOps<T> tape = new TapeOps<>(ops);
        Traced<T> x = tape.variable(inputs.get(0));
        Traced<T> result = build(tape, List.of(x, tape.held(inputs.get(1)), tape.held(inputs.get(2))));
        return tape.gradients(tape.sum(result, false, Shapes.all(tape.shape(result))), List.of(x))
                .get(0);
    }

    private <T> T build(TensorOps<T> ops, List<T> inputs) {
        Random random = new Random(seed);
        List<T> made = new ArrayList<>(inputs.subList(0, 2));
        for (int i = 0; i < steps; i++) {
            T a = made.get(random.nextInt(made.size()));
            T b = made.get(Math.max(0, made.size() - 1 - random.nextInt(2)));
            made.add(step(ops, random, a, b, inputs.get(2)));
        }
        T last = ops.sigmoid(ops.add(made.get(made.size() - 1), inputs.get(0)));
        return random.nextBoolean() ? last : ops.mul(last, ops.sum(ops.square(last), true, -1));
    }

    /** Numbers stay of the size of one, so that errors do not grow. */
    private static <T> T step(TensorOps<T> ops, Random random, T a, T b, T index) {
        long[] shape = ops.shape(a);
        long[] rows = Shapes.with(shape, -1, 1);
        long width = Shapes.last(shape);
        T pickable = ops.toIndex(ops.where(ops.greater(index, ops.fill(index, width - 1)), ops.fill(index, 0), index));
        return switch (random.nextInt(22)) {
            case 0 -> ops.sigmoid(a);
            case 1 -> ops.exp(ops.neg(ops.abs(a)));
            case 2 -> ops.softplus(a);
            case 3 -> ops.scale(combine(ops, random, a, b), 0.5);
            case 4 -> ops.sub(a, ops.sum(ops.scale(a, 1.0 / width), true, -1));
            case 5 -> ops.sub(a, ops.sum(ops.scale(a, 1.0 / shape[0]), true, 0));
            case 6 -> ops.softmax(a);
            case 7 -> ops.sub(a, ops.max(a, true, -1));
            case 8 -> ops.sub(ops.max(a, true, 0), a);
            case 9 -> ops.mul(a, ops.reshape(ops.pick(ops.sigmoid(a), pickable), rows));
            case 10 -> ops.add(a, ops.unpick(ops.sum(ops.sigmoid(a), false, -1), pickable, width));
            case 11 -> ops.where(ops.greater(a, ops.scale(b, 0.3)), a, ops.neg(a));
            case 12 -> ops.where(ops.oneHot(pickable, width), ops.fill(a, 0.25), a);
            case 13 -> ops.take(a, ops.argSort(a, random.nextBoolean()));
            case 14 -> ops.scale(ops.cumSum(a), 1.0 / width);
            case 15 -> ops.concat(List.of(ops.slice(a, 1, 1, width), ops.slice(a, 1, 0, 1)), 1);
            case 16 -> ops.concat(List.of(ops.slice(a, 0, 1, shape[0]), ops.slice(a, 0, 0, 1)), 0);
            case 17 -> ops.scale(ops.matmul(ops.matmul(a, ops.swapLast(b)), b), 0.02);
            case 18 -> shape[0] == width ? ops.swapLast(a) : ops.reshape(ops.swapLast(a), shape);
            case 19 -> ops.add(ops.logSoftmax(a), ops.reshape(ops.logSumExp(b), rows));
            case 20 -> ops.scale(ops.sub(a, ops.reshape(ops.sum(b, false, -1), rows)), 0.2);
            default -> ops.mul(ops.toFloat(ops.greater(a, ops.fill(a, 0)), a), b);
        };
    }

    private static <T> T combine(TensorOps<T> ops, Random random, T a, T b) {
        return switch (random.nextInt(4)) {
            case 0 -> ops.add(a, b);
            case 1 -> ops.sub(a, b);
            case 2 -> ops.mul(a, ops.sigmoid(b));
            default -> ops.maximum(a, b);
        };
    }
}
