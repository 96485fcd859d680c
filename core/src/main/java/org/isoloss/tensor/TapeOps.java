/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Reverse-mode differentiation: the vocabulary over values that remember where they came from.
 *
 * <p>The table is the design: each operation states its value, then how the gradient {@code g} of the value flows to each
 * input. Broadcasting is undone where gradients are added up, so no rule mentions it. Rules speak the vocabulary alone, so a
 * tape over a tape differentiates twice.
 *
 * <p>Kinks: {@code relu'(0) = 0}, {@code abs'(0) = 0}, {@code sqrt'(0) = 0}; equal maxima share the gradient.
 *
 * <p>A tape serves one evaluation and one thread.
 */
public final class TapeOps<T> implements TensorOps<Traced<T>> {

    private final TensorOps<T> ops;
    private final Consumer<T> differentiating;
    private final List<Traced<T>> tape = new ArrayList<>();

    public TapeOps(TensorOps<T> ops) {
        this(ops, y -> {});
    }

    /** @param differentiating is told of each value before its gradient flows back to its inputs */
    public TapeOps(TensorOps<T> ops, Consumer<T> differentiating) {
        this.ops = ops;
        this.differentiating = differentiating;
    }

    /** A value to differentiate with respect to. */
    public Traced<T> variable(T value) {
        return new Traced<>(value, true);
    }

    /** A value held constant. */
    public Traced<T> held(T value) {
        return new Traced<>(value, false);
    }

    /** Gradients of the sum of {@code output} with respect to {@code inputs}; zeros where it does not depend on one. */
    public List<T> gradients(Traced<T> output, List<Traced<T>> inputs) {
        output.accumulate(ops, ops.fill(output.value(), 1, ops.shape(output.value())));
        for (int i = tape.size() - 1; i >= 0; i--) {
            T g = tape.get(i).takeGradient();
            if (g != null) {
                differentiating.accept(tape.get(i).value());
                tape.get(i).edges().forEach(e -> e.input()
                        .accumulate(ops, e.pullback().apply(g)));
            }
        }
        return inputs.stream().map(this::gradient).toList();
    }

    private T gradient(Traced<T> input) {
        T g = input.takeGradient();
        return g != null ? g : ops.fill(input.value(), 0, ops.shape(input.value()));
    }

    private Step record(T value) {
        return new Step(held(value));
    }

    /** One entry of the tape in the making. */
    private final class Step {
        private final Traced<T> result;

        private Step(Traced<T> result) {
            this.result = result;
        }

        private Step from(Traced<T> input, UnaryOperator<T> pullback) {
            if (input.tracked()) {
                result.edge(input, pullback);
            }
            return this;
        }

        private Traced<T> done() {
            if (result.tracked()) {
                tape.add(result);
            }
            return result;
        }
    }

    // ---- arithmetic ----

    @Override
    public Traced<T> add(Traced<T> a, Traced<T> b) {
        return record(ops.add(a.value(), b.value()))
                .from(a, g -> g)
                .from(b, g -> g)
                .done();
    }

    @Override
    public Traced<T> sub(Traced<T> a, Traced<T> b) {
        return record(ops.sub(a.value(), b.value()))
                .from(a, g -> g)
                .from(b, ops::neg)
                .done();
    }

    @Override
    public Traced<T> mul(Traced<T> a, Traced<T> b) {
        return record(ops.mul(a.value(), b.value()))
                .from(a, g -> ops.mul(g, b.value()))
                .from(b, g -> ops.mul(g, a.value()))
                .done();
    }

    @Override
    public Traced<T> div(Traced<T> a, Traced<T> b) {
        T y = ops.div(a.value(), b.value());
        return record(y)
                .from(a, g -> ops.div(g, b.value()))
                .from(b, g -> ops.neg(ops.div(ops.mul(g, y), b.value())))
                .done();
    }

    @Override
    public Traced<T> shift(Traced<T> x, double by) {
        return record(ops.shift(x.value(), by)).from(x, g -> g).done();
    }

    @Override
    public Traced<T> scale(Traced<T> x, double by) {
        return record(ops.scale(x.value(), by)).from(x, g -> ops.scale(g, by)).done();
    }

    @Override
    public Traced<T> neg(Traced<T> x) {
        return record(ops.neg(x.value())).from(x, ops::neg).done();
    }

    @Override
    public Traced<T> square(Traced<T> x) {
        return record(ops.square(x.value()))
                .from(x, g -> ops.scale(ops.mul(g, x.value()), 2))
                .done();
    }

    @Override
    public Traced<T> addTo(Traced<T> sum, Traced<T> x) {
        return add(sum, x);
    }

    // ---- elementwise maps ----

    @Override
    public Traced<T> exp(Traced<T> x) {
        T y = ops.exp(x.value());
        return record(y).from(x, g -> ops.mul(g, y)).done();
    }

    @Override
    public Traced<T> log(Traced<T> x) {
        return record(ops.log(x.value())).from(x, g -> ops.div(g, x.value())).done();
    }

    @Override
    public Traced<T> log1p(Traced<T> x) {
        return record(ops.log1p(x.value()))
                .from(x, g -> ops.div(g, ops.shift(x.value(), 1)))
                .done();
    }

    /** No direction at zero, where coincident points have none, instead of an infinite one. */
    @Override
    public Traced<T> sqrt(Traced<T> x) {
        T y = ops.sqrt(x.value());
        return record(y)
                .from(x, g -> {
                    T zero = ops.fill(y, 0);
                    T positive = ops.greater(y, zero);
                    T divisor = ops.where(positive, y, ops.fill(y, 1));
                    return ops.where(positive, ops.div(ops.scale(g, 0.5), divisor), zero);
                })
                .done();
    }

    @Override
    public Traced<T> abs(Traced<T> x) {
        return record(ops.abs(x.value()))
                .from(x, g -> ops.mul(g, ops.sign(x.value())))
                .done();
    }

    @Override
    public Traced<T> relu(Traced<T> x) {
        T zero = ops.fill(x.value(), 0);
        return record(ops.relu(x.value()))
                .from(x, g -> ops.where(ops.greater(x.value(), zero), g, zero))
                .done();
    }

    @Override
    public Traced<T> sigmoid(Traced<T> x) {
        T y = ops.sigmoid(x.value());
        // sigmoid(-x) instead of 1 - y, which is 0 long before the derivative is
        return record(y)
                .from(x, g -> ops.mul(g, ops.mul(y, ops.sigmoid(ops.neg(x.value())))))
                .done();
    }

    @Override
    public Traced<T> softplus(Traced<T> x) {
        return record(ops.softplus(x.value()))
                .from(x, g -> ops.mul(g, ops.sigmoid(x.value())))
                .done();
    }

    @Override
    public Traced<T> logSigmoid(Traced<T> x) {
        return record(ops.logSigmoid(x.value()))
                .from(x, g -> ops.mul(g, ops.sigmoid(ops.neg(x.value()))))
                .done();
    }

    // ---- choice ----

    @Override
    public Traced<T> where(Traced<T> indicator, Traced<T> yes, Traced<T> no) {
        T y = ops.where(indicator.value(), yes.value(), no.value());
        return record(y)
                .from(yes, g -> ops.where(indicator.value(), g, ops.fill(y, 0)))
                .from(no, g -> ops.where(indicator.value(), ops.fill(y, 0), g))
                .done();
    }

    @Override
    public Traced<T> maximum(Traced<T> a, Traced<T> b) {
        return record(ops.maximum(a.value(), b.value()))
                .from(a, g -> larger(a.value(), b.value(), g))
                .from(b, g -> larger(b.value(), a.value(), g))
                .done();
    }

    /** {@code g} where {@code a > b}, half of it where they are equal. */
    private T larger(T a, T b, T g) {
        T tie = ops.where(ops.equal(a, b), ops.scale(g, 0.5), ops.fill(g, 0));
        return ops.where(ops.greater(a, b), g, tie);
    }

    // ---- reductions, shapes, products ----

    @Override
    public Traced<T> sum(Traced<T> x, boolean keep, int... axes) {
        long[] full = shape(x);
        return record(ops.sum(x.value(), keep, axes))
                .from(x, g -> spread(g, full, axes))
                .done();
    }

    @Override
    public Traced<T> max(Traced<T> x, boolean keep, int axis) {
        T y = ops.max(x.value(), keep, axis);
        return record(y)
                .from(x, g -> {
                    T hit = ops.equal(x.value(), spread(y, shape(x), axis));
                    T one = ops.where(hit, ops.fill(y, 1), ops.fill(y, 0));
                    return ops.div(ops.mul(spread(g, shape(x), axis), one), ops.sum(one, true, axis));
                })
                .done();
    }

    private T spread(T reduced, long[] full, int... axes) {
        return ops.broadcastTo(ops.reshape(reduced, Shapes.reduce(full, true, axes)), full);
    }

    @Override
    public Traced<T> reshape(Traced<T> x, long... shape) {
        return record(ops.reshape(x.value(), shape))
                .from(x, g -> ops.reshape(g, shape(x)))
                .done();
    }

    @Override
    public Traced<T> broadcastTo(Traced<T> x, long... shape) {
        return record(ops.broadcastTo(x.value(), shape)).from(x, g -> g).done();
    }

    @Override
    public Traced<T> slice(Traced<T> x, int axis, long from, long to) {
        return record(ops.slice(x.value(), axis, from, to))
                .from(x, g -> embed(g, shape(x), axis, from, to))
                .done();
    }

    /** {@code g} at positions {@code from} to {@code to} of an array of zeros. */
    private T embed(T g, long[] full, int axis, long from, long to) {
        long size = full[Shapes.axis(axis, full.length)];
        return ops.concat(
                List.of(
                        ops.fill(g, 0, Shapes.with(full, axis, from)),
                        g,
                        ops.fill(g, 0, Shapes.with(full, axis, size - to))),
                axis);
    }

    @Override
    public Traced<T> concat(List<Traced<T>> parts, int axis) {
        Step step = record(ops.concat(parts.stream().map(Traced::value).toList(), axis));
        long end = 0;
        for (Traced<T> part : parts) {
            long from = end;
            long to = from + shape(part)[Shapes.axis(axis, shape(part).length)];
            step.from(part, g -> ops.slice(g, axis, from, to));
            end = to;
        }
        return step.done();
    }

    @Override
    public Traced<T> matmul(Traced<T> a, Traced<T> b) {
        return record(ops.matmul(a.value(), b.value()))
                .from(a, g -> ops.matmul(g, ops.swapLast(b.value())))
                .from(b, g -> ops.matmul(ops.swapLast(a.value()), g))
                .done();
    }

    @Override
    public Traced<T> swapLast(Traced<T> x) {
        return record(ops.swapLast(x.value())).from(x, ops::swapLast).done();
    }

    // ---- along the last axis ----

    @Override
    public Traced<T> take(Traced<T> x, Traced<T> index) {
        long depth = Shapes.last(shape(x));
        return record(ops.take(x.value(), index.value()))
                .from(x, g -> ops.untake(g, index.value(), depth))
                .done();
    }

    @Override
    public Traced<T> untake(Traced<T> x, Traced<T> index, long depth) {
        return record(ops.untake(x.value(), index.value(), depth))
                .from(x, g -> ops.take(g, index.value()))
                .done();
    }

    @Override
    public Traced<T> pick(Traced<T> x, Traced<T> index) {
        long depth = Shapes.last(shape(x));
        return record(ops.pick(x.value(), index.value()))
                .from(x, g -> ops.unpick(g, index.value(), depth))
                .done();
    }

    @Override
    public Traced<T> unpick(Traced<T> x, Traced<T> index, long depth) {
        return record(ops.unpick(x.value(), index.value(), depth))
                .from(x, g -> ops.pick(g, index.value()))
                .done();
    }

    @Override
    public Traced<T> cumSum(Traced<T> x) {
        return record(ops.cumSum(x.value()))
                .from(x, g -> ops.add(ops.sub(ops.sum(g, true, -1), ops.cumSum(g)), g))
                .done();
    }

    /** The gradient is {@code softmax(x)}, and zero for a row of -infinities. */
    @Override
    public Traced<T> logSumExp(Traced<T> x) {
        T y = ops.logSumExp(x.value());
        return record(y)
                .from(x, g -> {
                    T none = ops.equal(y, ops.fill(y, Double.NEGATIVE_INFINITY));
                    T shift = ops.where(none, ops.fill(y, 0), y);
                    T share = ops.exp(ops.sub(x.value(), spread(shift, shape(x), -1)));
                    return ops.mul(spread(g, shape(x), -1), share);
                })
                .done();
    }

    @Override
    public Traced<T> logSoftmax(Traced<T> x) {
        T y = ops.logSoftmax(x.value());
        return record(y)
                .from(x, g -> ops.sub(g, ops.mul(ops.exp(y), ops.sum(g, true, -1))))
                .done();
    }

    @Override
    public Traced<T> softmax(Traced<T> x) {
        T y = ops.softmax(x.value());
        return record(y)
                .from(x, g -> ops.mul(y, ops.sub(g, ops.sum(ops.mul(g, y), true, -1))))
                .done();
    }

    @Override
    public Traced<T> toFloat(Traced<T> x, Traced<T> like) {
        return held(ops.toFloat(x.value(), like.value()));
    }

    // ---- no gradient ----

    @Override
    public Traced<T> stopGradient(Traced<T> x) {
        return held(x.value());
    }

    @Override
    public Traced<T> sign(Traced<T> x) {
        return held(ops.sign(x.value()));
    }

    @Override
    public Traced<T> greater(Traced<T> a, Traced<T> b) {
        return held(ops.greater(a.value(), b.value()));
    }

    @Override
    public Traced<T> equal(Traced<T> a, Traced<T> b) {
        return held(ops.equal(a.value(), b.value()));
    }

    @Override
    public Traced<T> not(Traced<T> indicator) {
        return held(ops.not(indicator.value()));
    }

    @Override
    public Traced<T> and(Traced<T> a, Traced<T> b) {
        return held(ops.and(a.value(), b.value()));
    }

    @Override
    public Traced<T> or(Traced<T> a, Traced<T> b) {
        return held(ops.or(a.value(), b.value()));
    }

    @Override
    public Traced<T> isFinite(Traced<T> x) {
        return held(ops.isFinite(x.value()));
    }

    @Override
    public Traced<T> argSort(Traced<T> x, boolean descending) {
        return held(ops.argSort(x.value(), descending));
    }

    @Override
    public Traced<T> oneHot(Traced<T> index, long depth) {
        return held(ops.oneHot(index.value(), depth));
    }

    @Override
    public Traced<T> toIndex(Traced<T> x) {
        return held(ops.toIndex(x.value()));
    }

    @Override
    public Traced<T> constant(Traced<T> like, double[] values, long... shape) {
        return held(ops.constant(like.value(), values, shape));
    }

    @Override
    public Traced<T> fill(Traced<T> like, double value, long... shape) {
        return held(ops.fill(like.value(), value, shape));
    }

    @Override
    public Traced<T> range(Traced<T> like, long n) {
        return held(ops.range(like.value(), n));
    }

    // ---- looking at values ----

    @Override
    public String name() {
        return ops.name();
    }

    @Override
    public Kind kind(Traced<T> x) {
        return ops.kind(x.value());
    }

    @Override
    public long[] shape(Traced<T> x) {
        return ops.shape(x.value());
    }

    @Override
    public double[] toHost(Traced<T> x) {
        return ops.toHost(x.value());
    }
}
