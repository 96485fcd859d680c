/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A backend array with arithmetic: what the author of a loss sees. Immutable, without a way to read numbers, so that a loss
 * can be recorded and differentiated. Operands broadcast as in NumPy; an axis may be negative and then counts from the last.
 */
public final class Tensor {

    private static final double SHORTEST = 1e-15;

    private final TensorOps<Object> ops;
    private final Object raw;

    private Tensor(TensorOps<Object> ops, Object raw) {
        this.ops = ops;
        this.raw = raw;
    }

    /** A handle of {@code raw}, which the backend {@code ops} owns. */
    @SuppressWarnings("unchecked") // the one cast of the library: undone by unwrap, which checks the owner
    public static <T> Tensor of(TensorOps<T> ops, T raw) {
        return new Tensor((TensorOps<Object>) ops, raw);
    }

    /** The backend's own array. */
    @SuppressWarnings("unchecked")
    public <T> T unwrap(TensorOps<T> expected) {
        if (expected != (Object) ops) {
            throw mixed(expected.name());
        }
        return (T) raw;
    }

    public long[] shape() {
        return ops.shape(raw);
    }

    public long size(int axis) {
        return shape()[Shapes.axis(axis, rank())];
    }

    public int rank() {
        return shape().length;
    }

    public Kind kind() {
        return ops.kind(raw);
    }

    // ---- arithmetic ----

    public Tensor plus(Tensor b) {
        return arithmetic(ops::add, b);
    }

    public Tensor minus(Tensor b) {
        return arithmetic(ops::sub, b);
    }

    public Tensor times(Tensor b) {
        return arithmetic(ops::mul, b);
    }

    public Tensor over(Tensor b) {
        return arithmetic(ops::div, b);
    }

    public Tensor plus(double b) {
        return of(ops.shift(real(), b));
    }

    public Tensor minus(double b) {
        return plus(-b);
    }

    public Tensor times(double b) {
        return of(ops.scale(real(), b));
    }

    public Tensor over(double b) {
        return times(1 / b);
    }

    public Tensor negate() {
        return of(ops.neg(real()));
    }

    /** {@code this / b}, and 0 with gradient 0 where {@code b} is 0. */
    public Tensor overOrZero(Tensor b) {
        Tensor zero = b.isEqualTo(0);
        return over(b.where(zero.not(), 1)).where(zero.not(), 0);
    }

    // ---- elementwise ----

    public Tensor exp() {
        return of(ops.exp(real()));
    }

    public Tensor log() {
        return of(ops.log(real()));
    }

    /** {@code log(1 + x)} without loss for small {@code x}. */
    public Tensor log1p() {
        return of(ops.log1p(real()));
    }

    /** The derivative at 0 is 0. */
    public Tensor sqrt() {
        return of(ops.sqrt(real()));
    }

    /** The derivative at 0 is 0. */
    public Tensor abs() {
        return of(ops.abs(real()));
    }

    public Tensor sign() {
        return of(ops.sign(real()));
    }

    public Tensor square() {
        return of(ops.square(real()));
    }

    /** {@code max(x, 0)}; the derivative at 0 is 0. */
    public Tensor relu() {
        return of(ops.relu(real()));
    }

    public Tensor sigmoid() {
        return of(ops.sigmoid(real()));
    }

    /** {@code log(1 + exp(x))}, for all {@code x}. */
    public Tensor softplus() {
        return of(ops.softplus(real()));
    }

    public Tensor logSigmoid() {
        return of(ops.logSigmoid(real()));
    }

    /** The larger of two; equal ones share the gradient. */
    public Tensor max(Tensor b) {
        return arithmetic(ops::maximum, b);
    }

    /** The smaller of two; equal ones share the gradient. */
    public Tensor min(Tensor b) {
        return negate().max(b.negate()).negate();
    }

    public Tensor max(double b) {
        return max(fill(b));
    }

    public Tensor min(double b) {
        return min(fill(b));
    }

    // ---- comparisons and choice ----

    public Tensor greaterThan(Tensor b) {
        return of(ops.greater(raw, sameKind(b)));
    }

    public Tensor greaterThan(double b) {
        return greaterThan(fill(b));
    }

    public Tensor isEqualTo(Tensor b) {
        return of(ops.equal(raw, sameKind(b)));
    }

    public Tensor isEqualTo(double b) {
        return isEqualTo(fill(b));
    }

    public Tensor not() {
        return of(ops.not(as(Kind.INDICATOR)));
    }

    public Tensor and(Tensor b) {
        return of(ops.and(as(Kind.INDICATOR), same(b).as(Kind.INDICATOR)));
    }

    public Tensor or(Tensor b) {
        return of(ops.or(as(Kind.INDICATOR), same(b).as(Kind.INDICATOR)));
    }

    /** {@code this} where the indicator holds, {@code other} elsewhere; neither value nor gradient of the rest remains. */
    public Tensor where(Tensor indicator, double other) {
        return where(indicator, fill(other));
    }

    public Tensor where(Tensor indicator, Tensor other) {
        return of(ops.where(same(indicator).as(Kind.INDICATOR), raw, sameKind(other)));
    }

    // ---- reductions; over the last axis where none is named ----

    public Tensor sum(int... axes) {
        return of(ops.sum(real(), false, axes));
    }

    public Tensor sumAll() {
        return sum(Shapes.all(shape()));
    }

    public Tensor mean(int axis) {
        return sum(axis).over(size(axis));
    }

    public Tensor meanAll() {
        return sumAll().over(Shapes.size(shape()));
    }

    public Tensor max(int axis) {
        return of(ops.max(real(), false, axis));
    }

    /** {@code log sum exp} over the last axis, which goes; -infinity with gradient 0 for a row of -infinities. */
    public Tensor logSumExp() {
        return of(ops.logSumExp(real()));
    }

    public Tensor logSoftmax() {
        return of(ops.logSoftmax(real()));
    }

    public Tensor softmax() {
        return of(ops.softmax(real()));
    }

    /** Rows scaled to Euclidean length 1; a row of zeros stays, and one shorter than 1e-15, whose square could vanish. */
    public Tensor normalize() {
        Tensor length = square().sum(-1).sqrt().asColumn();
        return over(length.where(length.greaterThan(SHORTEST), 1));
    }

    /** Distributions over the last axis, of which a share is spread evenly. */
    public Tensor smoothed(double share) {
        return share == 0 ? this : times(1 - share).plus(share / size(-1));
    }

    // ---- shapes and products ----

    public Tensor reshape(long... shape) {
        return of(ops.reshape(raw, shape));
    }

    /** With one more axis, of size 1, at the end. */
    public Tensor asColumn() {
        return reshape(Shapes.append(shape(), 1));
    }

    public Tensor broadcastTo(long... shape) {
        return of(ops.broadcastTo(raw, shape));
    }

    public Tensor slice(int axis, long from, long to) {
        return of(ops.slice(raw, axis, from, to));
    }

    public static Tensor concat(List<Tensor> parts, int axis) {
        Tensor first = parts.get(0);
        return first.of(first.ops.concat(parts.stream().map(first::sameKind).toList(), axis));
    }

    public Tensor matmul(Tensor b) {
        return arithmetic(ops::matmul, b);
    }

    /** With the last two axes exchanged. */
    public Tensor transpose() {
        return of(ops.swapLast(raw));
    }

    // ---- along the last axis ----

    /** {@code y[...] = x[..., index[...]]}. */
    public Tensor pick(Tensor index) {
        return of(ops.pick(real(), index(index)));
    }

    /** {@code y[..., k] = x[..., index[..., k]]}. */
    public Tensor take(Tensor index) {
        return of(ops.take(raw, index(index)));
    }

    /** The entries of this vector that {@code index}, of any shape, names. */
    public Tensor lookUp(Tensor index) {
        return take(index.reshape(Shapes.size(index.shape()))).reshape(index.shape());
    }

    /** The stable order of the last axis. */
    public Tensor argSort(boolean descending) {
        return of(ops.argSort(real(), descending));
    }

    public Tensor cumSum() {
        return of(ops.cumSum(real()));
    }

    /** Indicators {@code [..., depth]}: which class an index names. */
    public Tensor oneHot(long depth) {
        return of(ops.oneHot(as(Kind.INDEX), depth));
    }

    // ---- constants and kinds ----

    /** A vector of constants in this tensor's kind and type, FLOAT or INDEX. */
    public Tensor constant(List<Double> values) {
        double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
        return of(ops.constant(raw, array, array.length));
    }

    /** A constant of the given shape, a scalar if there is none, in this tensor's kind and type, FLOAT or INDEX. */
    public Tensor fill(double value, long... shape) {
        return of(ops.fill(raw, value, shape));
    }

    /** The indices 0, 1, ..., n-1. */
    public Tensor range(long n) {
        return of(ops.range(raw, n));
    }

    /** As FLOAT in the type of {@code like}; indicators become 0 and 1. */
    public Tensor toFloat(Tensor like) {
        return of(ops.toFloat(raw, same(like).real()));
    }

    /** As INDEX, fractions cut off. */
    public Tensor toIndex() {
        return of(ops.toIndex(raw));
    }

    /** A constant of differentiation. */
    public Tensor stopGradient() {
        return of(ops.stopGradient(raw));
    }

    @Override
    public String toString() {
        return "%s %s%s".formatted(ops.name(), kind(), Arrays.toString(shape()));
    }

    private Tensor of(Object result) {
        return new Tensor(ops, result);
    }

    private Tensor arithmetic(BinaryOperator<Object> operation, Tensor b) {
        return of(operation.apply(real(), same(b).real()));
    }

    private Object real() {
        return as(Kind.FLOAT);
    }

    private Object index(Tensor index) {
        return same(index).as(Kind.INDEX);
    }

    private Object as(Kind expected) {
        if (kind() != expected) {
            throw new IllegalArgumentException("this operation takes %s, got %s".formatted(expected, this));
        }
        return raw;
    }

    private Object sameKind(Tensor b) {
        return same(b).as(kind());
    }

    private Tensor same(Tensor b) {
        if (b.ops != ops) {
            throw mixed(b.ops.name());
        }
        return b;
    }

    private IllegalArgumentException mixed(String other) {
        return new IllegalArgumentException("cannot mix a tensor of %s with one of %s".formatted(ops.name(), other));
    }
}
