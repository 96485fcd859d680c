/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.List;

/** The vocabulary passed on to a backend, its composites too, so that who watches only overrides what he watches. */
abstract class ForwardingOps<T> implements TensorOps<T> {

    final TensorOps<T> ops;

    ForwardingOps(TensorOps<T> ops) {
        this.ops = ops;
    }

    @Override
    public T add(T a, T b) {
        return ops.add(a, b);
    }

    @Override
    public T sub(T a, T b) {
        return ops.sub(a, b);
    }

    @Override
    public T mul(T a, T b) {
        return ops.mul(a, b);
    }

    @Override
    public T div(T a, T b) {
        return ops.div(a, b);
    }

    @Override
    public T maximum(T a, T b) {
        return ops.maximum(a, b);
    }

    @Override
    public T shift(T x, double by) {
        return ops.shift(x, by);
    }

    @Override
    public T scale(T x, double by) {
        return ops.scale(x, by);
    }

    @Override
    public T exp(T x) {
        return ops.exp(x);
    }

    @Override
    public T log(T x) {
        return ops.log(x);
    }

    @Override
    public T log1p(T x) {
        return ops.log1p(x);
    }

    @Override
    public T sqrt(T x) {
        return ops.sqrt(x);
    }

    @Override
    public T abs(T x) {
        return ops.abs(x);
    }

    @Override
    public T sign(T x) {
        return ops.sign(x);
    }

    @Override
    public T neg(T x) {
        return ops.neg(x);
    }

    @Override
    public T square(T x) {
        return ops.square(x);
    }

    @Override
    public T relu(T x) {
        return ops.relu(x);
    }

    @Override
    public T softplus(T x) {
        return ops.softplus(x);
    }

    @Override
    public T sigmoid(T x) {
        return ops.sigmoid(x);
    }

    @Override
    public T logSigmoid(T x) {
        return ops.logSigmoid(x);
    }

    @Override
    public T sum(T x, boolean keep, int... axes) {
        return ops.sum(x, keep, axes);
    }

    @Override
    public T max(T x, boolean keep, int axis) {
        return ops.max(x, keep, axis);
    }

    @Override
    public T matmul(T a, T b) {
        return ops.matmul(a, b);
    }

    @Override
    public T logSumExp(T x) {
        return ops.logSumExp(x);
    }

    @Override
    public T logSoftmax(T x) {
        return ops.logSoftmax(x);
    }

    @Override
    public T softmax(T x) {
        return ops.softmax(x);
    }

    @Override
    public T cumSum(T x) {
        return ops.cumSum(x);
    }

    @Override
    public T take(T x, T index) {
        return ops.take(x, index);
    }

    @Override
    public T pick(T x, T index) {
        return ops.pick(x, index);
    }

    @Override
    public T oneHot(T index, long depth) {
        return ops.oneHot(index, depth);
    }

    @Override
    public T unpick(T g, T index, long depth) {
        return ops.unpick(g, index, depth);
    }

    @Override
    public T untake(T g, T index, long depth) {
        return ops.untake(g, index, depth);
    }

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
        return ops.sumTo(x, shape);
    }

    @Override
    public T addTo(T sum, T x) {
        return ops.addTo(sum, x);
    }
}
