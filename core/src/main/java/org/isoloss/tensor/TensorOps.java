/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * The vocabulary: the array operations a backend must speak.
 *
 * <p>Arrays are immutable values of a {@link Kind}. Arithmetic takes {@link Kind#FLOAT} and broadcasts as NumPy does;
 * comparisons give {@link Kind#INDICATOR}; {@code argSort} and {@code range} give {@link Kind#INDEX}. A result has the float
 * type and the device of its operands. Operations that only move elements (reshape, broadcastTo, slice, concat, swapLast) take
 * every kind. Only {@link #toHost} may wait for a device. Axes may be negative.
 *
 * <p>Arrays without elements need only be made ({@code fill}, {@code constant}), sliced to and concatenated: a batch without rows
 * is answered before any operation is run.
 *
 * <p>Operations with a body are composites: right by default, overridden where a backend has something better.
 *
 * @param <T> the backend's array
 */
public interface TensorOps<T> {

    /** The backend's name in messages. */
    String name();

    Kind kind(T x);

    long[] shape(T x);

    /** The elements in row-major order; indicators are 0 and 1. The only operation that may synchronise. */
    double[] toHost(T x);

    // ---- making arrays, on the device of `like` ----

    /** An array of the given values, in the kind and type of {@code like}, which is FLOAT or INDEX. */
    T constant(T like, double[] values, long... shape);

    /** The INDEX array 0, 1, ..., n-1. */
    T range(T like, long n);

    /** {@code x} of any kind as FLOAT in the type of {@code like}. */
    T toFloat(T x, T like);

    /** {@code x} of any kind as INDEX, fractions cut off. */
    T toIndex(T x);

    // ---- arithmetic ----

    T add(T a, T b);

    T sub(T a, T b);

    T mul(T a, T b);

    T div(T a, T b);

    T shift(T x, double by);

    T scale(T x, double by);

    // ---- elementwise maps ----

    T exp(T x);

    T log(T x);

    T sqrt(T x);

    T abs(T x);

    /** -1, 0 or 1. */
    T sign(T x);

    // ---- choice; NaN is neither greater than nor equal to anything ----

    /** Whether {@code a > b}, both FLOAT or both INDEX. */
    T greater(T a, T b);

    /** Whether {@code a == b}, both FLOAT or both INDEX. */
    T equal(T a, T b);

    T not(T indicator);

    T and(T a, T b);

    /** {@code yes} where the indicator holds, else {@code no}; nothing of the other side remains. FLOAT or INDEX; broadcasts. */
    T where(T indicator, T yes, T no);

    // ---- reductions, shapes, products ----

    /** Sum over {@code axes}, accurate to a few ulp for a million float32 elements; over no axes, {@code x}. */
    T sum(T x, boolean keep, int... axes);

    /** Maximum over one axis, which is not empty; NaN if a NaN is among them. */
    T max(T x, boolean keep, int axis);

    T reshape(T x, long... shape);

    T broadcastTo(T x, long... shape);

    /** Positions {@code from} (included) to {@code to} (excluded) of one axis. */
    T slice(T x, int axis, long from, long to);

    T concat(List<T> parts, int axis);

    /** The product of two matrices. */
    T matmul(T a, T b);

    /** Exchanges the last two axes. */
    T swapLast(T x);

    // ---- along the last axis ----

    /**
     * {@code y[..., k] = x[..., index[..., k]]}; both arrays have the same leading axes, {@code x} is FLOAT or INDEX. An index
     * out of range either throws or gives some element of {@code x}.
     */
    T take(T x, T index);

    /** The stable order of the last axis, as INDEX: equal elements stay in place, ascending and descending. */
    T argSort(T x, boolean descending);

    T cumSum(T x);

    // ---- composites: elementwise ----

    default T neg(T x) {
        return scale(x, -1);
    }

    default T square(T x) {
        return mul(x, x);
    }

    /** The larger; NaN if either is. */
    default T maximum(T a, T b) {
        return where(greater(a, b), a, where(equal(a, a), b, a));
    }

    default T relu(T x) {
        return maximum(x, fill(x, 0));
    }

    /** {@code log(1 + x)} without loss for small {@code x}. */
    default T log1p(T x) {
        T u = shift(x, 1);
        T rounded = equal(u, fill(x, 1));
        T one = fill(x, 1);
        // Kahan: the rounding error of 1 + x cancels in the quotient
        T correction = div(x, where(rounded, one, shift(u, -1)));
        T finite = greater(fill(x, Double.POSITIVE_INFINITY), x);
        return where(rounded, x, mul(log(u), where(finite, correction, one)));
    }

    /** {@code log(1 + exp(x))}, for all {@code x}. */
    default T softplus(T x) {
        return add(relu(x), log1p(exp(neg(abs(x)))));
    }

    /** {@code 1 / (1 + exp(-x))}. */
    default T sigmoid(T x) {
        return exp(logSigmoid(x));
    }

    default T logSigmoid(T x) {
        return neg(softplus(neg(x)));
    }

    default T or(T a, T b) {
        return not(and(not(a), not(b)));
    }

    /** Whether an element is neither NaN nor infinite. */
    default T isFinite(T x) {
        return greater(fill(x, Double.POSITIVE_INFINITY), abs(x));
    }

    // ---- composites: along the last axis ----

    /** {@code log sum exp} over the last axis, which goes; -infinity for a row of -infinities. */
    default T logSumExp(T x) {
        T top = max(x, true, -1);
        T shift = where(isFinite(top), top, fill(x, 0));
        T y = add(log(sum(exp(sub(x, shift)), true, -1)), shift);
        return reshape(y, Shapes.dropLast(shape(x)));
    }

    default T logSoftmax(T x) {
        T shifted = sub(x, max(x, true, -1));
        return sub(shifted, log(sum(exp(shifted), true, -1)));
    }

    default T softmax(T x) {
        return exp(logSoftmax(x));
    }

    /** {@code [..., depth]} indicators of which at most one holds: none for an index out of range. */
    default T oneHot(T index, long depth) {
        return equal(reshape(index, Shapes.append(shape(index), 1)), range(index, depth));
    }

    /** {@code y[...] = x[..., index[...]]}. */
    default T pick(T x, T index) {
        return reshape(take(x, reshape(index, Shapes.append(shape(index), 1))), shape(index));
    }

    /** The adjoint of {@link #pick}: {@code g} at the picked positions of a row of length {@code depth}, zero elsewhere. */
    default T unpick(T g, T index, long depth) {
        return where(oneHot(index, depth), reshape(g, Shapes.append(shape(g), 1)), fill(g, 0));
    }

    /** The adjoint of {@link #take}: adds {@code g[..., k]} at position {@code index[..., k]} of a row of zeros. */
    default T untake(T g, T index, long depth) {
        return sum(unpick(g, index, depth), false, -2);
    }

    // ---- composites: for interpreters ----

    /** As {@link #constant}, of one value; a scalar if no shape is given. */
    default T fill(T like, double value, long... shape) {
        double[] values = new double[Math.toIntExact(Shapes.size(shape))];
        Arrays.fill(values, value);
        return constant(like, values, shape);
    }

    /** {@code x} as a constant of differentiation. */
    default T stopGradient(T x) {
        return x;
    }

    /** The adjoint of broadcasting: {@code x} summed down to {@code shape}. */
    default T sumTo(T x, long... shape) {
        int[] axes = Shapes.broadcastAxes(shape(x), shape);
        return axes.length == 0 ? x : reshape(sum(x, true, axes), shape);
    }

    /** {@code sum + x} of equal shapes; may write into {@code sum}, which the caller owns and gives up. */
    default T addTo(T sum, T x) {
        return add(sum, x);
    }
}
