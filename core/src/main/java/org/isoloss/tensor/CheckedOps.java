/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The vocabulary, watched: the first operation that makes a NaN or an infinity out of finite numbers is reported with the
 * element where it arose, and so is an index out of range. It reads every array back, so it is for finding faults.
 */
public final class CheckedOps<T> implements TensorOps<T> {

    private final TensorOps<T> ops;

    public CheckedOps(TensorOps<T> ops) {
        this.ops = ops;
    }

    private T finite(String operation, T y, List<T> operands) {
        if (ops.kind(y) != Kind.FLOAT) {
            return y;
        }
        double[] values = ops.toHost(y);
        int at = IntStream.range(0, values.length)
                .filter(i -> !Double.isFinite(values[i]))
                .findFirst()
                .orElse(-1);
        if (at >= 0 && operands.stream().allMatch(this::allFinite)) {
            throw new IllegalArgumentException("%s must be finite where its operands are, got %s at %s"
                    .formatted(operation, values[at], Arrays.toString(Shapes.position(at, shape(y)))));
        }
        return y;
    }

    private boolean allFinite(T x) {
        return ops.kind(x) != Kind.FLOAT || Arrays.stream(ops.toHost(x)).allMatch(Double::isFinite);
    }

    private T inRange(T index, long depth) {
        double[] values = ops.toHost(index);
        IntStream.range(0, values.length)
                .filter(i -> values[i] < 0 || values[i] >= depth)
                .findFirst()
                .ifPresent(i -> {
                    throw new IllegalArgumentException("index must be in [0, %d), got %d at %s"
                            .formatted(depth, (long) values[i], Arrays.toString(Shapes.position(i, shape(index)))));
                });
        return index;
    }

    // ---- arithmetic and elementwise maps ----

    @Override
    public T add(T a, T b) {
        return finite("add", ops.add(a, b), List.of(a, b));
    }

    @Override
    public T sub(T a, T b) {
        return finite("sub", ops.sub(a, b), List.of(a, b));
    }

    @Override
    public T mul(T a, T b) {
        return finite("mul", ops.mul(a, b), List.of(a, b));
    }

    @Override
    public T div(T a, T b) {
        return finite("div", ops.div(a, b), List.of(a, b));
    }

    @Override
    public T maximum(T a, T b) {
        return finite("maximum", ops.maximum(a, b), List.of(a, b));
    }

    @Override
    public T shift(T x, double by) {
        return finite("shift", ops.shift(x, by), List.of(x));
    }

    @Override
    public T scale(T x, double by) {
        return finite("scale", ops.scale(x, by), List.of(x));
    }

    @Override
    public T exp(T x) {
        return finite("exp", ops.exp(x), List.of(x));
    }

    @Override
    public T log(T x) {
        return finite("log", ops.log(x), List.of(x));
    }

    @Override
    public T log1p(T x) {
        return finite("log1p", ops.log1p(x), List.of(x));
    }

    @Override
    public T sqrt(T x) {
        return finite("sqrt", ops.sqrt(x), List.of(x));
    }

    @Override
    public T abs(T x) {
        return finite("abs", ops.abs(x), List.of(x));
    }

    @Override
    public T sign(T x) {
        return finite("sign", ops.sign(x), List.of(x));
    }

    @Override
    public T neg(T x) {
        return finite("neg", ops.neg(x), List.of(x));
    }

    @Override
    public T square(T x) {
        return finite("square", ops.square(x), List.of(x));
    }

    @Override
    public T relu(T x) {
        return finite("relu", ops.relu(x), List.of(x));
    }

    @Override
    public T softplus(T x) {
        return finite("softplus", ops.softplus(x), List.of(x));
    }

    @Override
    public T sigmoid(T x) {
        return finite("sigmoid", ops.sigmoid(x), List.of(x));
    }

    @Override
    public T logSigmoid(T x) {
        return finite("logSigmoid", ops.logSigmoid(x), List.of(x));
    }

    // ---- reductions and products ----

    @Override
    public T sum(T x, boolean keep, int... axes) {
        return finite("sum", ops.sum(x, keep, axes), List.of(x));
    }

    @Override
    public T max(T x, boolean keep, int axis) {
        return finite("max", ops.max(x, keep, axis), List.of(x));
    }

    @Override
    public T matmul(T a, T b) {
        return finite("matmul", ops.matmul(a, b), List.of(a, b));
    }

    @Override
    public T logSumExp(T x) {
        return finite("logSumExp", ops.logSumExp(x), List.of(x));
    }

    @Override
    public T logSoftmax(T x) {
        return finite("logSoftmax", ops.logSoftmax(x), List.of(x));
    }

    @Override
    public T softmax(T x) {
        return finite("softmax", ops.softmax(x), List.of(x));
    }

    @Override
    public T cumSum(T x) {
        return finite("cumSum", ops.cumSum(x), List.of(x));
    }

    // ---- looking up ----

    @Override
    public T take(T x, T index) {
        return ops.take(x, inRange(index, Shapes.last(shape(x))));
    }

    @Override
    public T pick(T x, T index) {
        return ops.pick(x, inRange(index, Shapes.last(shape(x))));
    }

    @Override
    public T oneHot(T index, long depth) {
        return ops.oneHot(inRange(index, depth), depth);
    }

    @Override
    public T unpick(T g, T index, long depth) {
        return ops.unpick(g, index, depth);
    }

    @Override
    public T untake(T g, T index, long depth) {
        return finite("untake", ops.untake(g, index, depth), List.of(g));
    }

    // ---- what cannot go wrong ----

    @Override
    public String name() {
        return ops.name();
    }

    @Override
    public Kind kind(T x) {
        return ops.kind(x);
    }

    @Override
    public long[] shape(T x) {
        return ops.shape(x);
    }

    @Override
    public double[] toHost(T x) {
        return ops.toHost(x);
    }

    @Override
    public T constant(T like, double[] values, long... shape) {
        return ops.constant(like, values, shape);
    }

    @Override
    public T fill(T like, double value, long... shape) {
        return ops.fill(like, value, shape);
    }

    @Override
    public T range(T like, long n) {
        return ops.range(like, n);
    }

    @Override
    public T toFloat(T x, T like) {
        return ops.toFloat(x, like);
    }

    @Override
    public T toIndex(T x) {
        return ops.toIndex(x);
    }

    @Override
    public T greater(T a, T b) {
        return ops.greater(a, b);
    }

    @Override
    public T equal(T a, T b) {
        return ops.equal(a, b);
    }

    @Override
    public T not(T indicator) {
        return ops.not(indicator);
    }

    @Override
    public T and(T a, T b) {
        return ops.and(a, b);
    }

    @Override
    public T or(T a, T b) {
        return ops.or(a, b);
    }

    @Override
    public T isFinite(T x) {
        return ops.isFinite(x);
    }

    @Override
    public T where(T indicator, T yes, T no) {
        return ops.where(indicator, yes, no);
    }

    @Override
    public T reshape(T x, long... shape) {
        return ops.reshape(x, shape);
    }

    @Override
    public T broadcastTo(T x, long... shape) {
        return ops.broadcastTo(x, shape);
    }

    @Override
    public T slice(T x, int axis, long from, long to) {
        return ops.slice(x, axis, from, to);
    }

    @Override
    public T concat(List<T> parts, int axis) {
        return ops.concat(parts, axis);
    }

    @Override
    public T swapLast(T x) {
        return ops.swapLast(x);
    }

    @Override
    public T argSort(T x, boolean descending) {
        return ops.argSort(x, descending);
    }

    @Override
    public T stopGradient(T x) {
        return ops.stopGradient(x);
    }

    @Override
    public T sumTo(T x, long... shape) {
        return finite("sum", ops.sumTo(x, shape), List.of(x));
    }

    /** Not in place, so that a report can still look at {@code sum}. */
    @Override
    public T addTo(T sum, T x) {
        return add(sum, x);
    }
}
