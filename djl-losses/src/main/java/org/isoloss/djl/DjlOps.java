/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.isoloss.djl.Leftovers.closed;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;

/**
 * The vocabulary on DJL arrays of the PyTorch engine. FLOAT is float64, float32 or float16; INDEX is int64.
 *
 * <p>Every result belongs to the manager of its first operand, and nothing else is left behind. The engine's own autograd can
 * differentiate all of it, but for {@link #toFloat}.
 */
public final class DjlOps implements Composites {

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public Kind kind(NDArray x) {
        return switch (x.getDataType()) {
            case FLOAT64, FLOAT32, FLOAT16 -> Kind.FLOAT;
            case INT64 -> Kind.INDEX;
            case BOOLEAN -> Kind.INDICATOR;
            // the engine aborts the whole JVM on some of these, so they must not get further than here
            default ->
                throw new IllegalArgumentException(
                        "arrays must be float64, float32, float16, int64 or boolean, got " + x.getDataType());
        };
    }

    @Override
    public long[] shape(NDArray x) {
        return x.getShape().getShape();
    }

    @Override
    public double[] toHost(NDArray x) {
        try (NDArray wide = x.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    // ---- making arrays ----

    @Override
    public NDArray constant(NDArray like, double[] values, long... shape) {
        return Constants.of(like, values, shape);
    }

    @Override
    public NDArray fill(NDArray like, double value, long... shape) {
        return Constants.fill(like, value, shape);
    }

    @Override
    public NDArray range(NDArray like, long n) {
        return Constants.range(like, n);
    }

    /** The engine's cast drops a gradient, so this is not for predictions of another type. */
    @Override
    public NDArray toFloat(NDArray x, NDArray like) {
        return x.toType(like.getDataType(), false);
    }

    @Override
    public NDArray toIndex(NDArray x) {
        return x.toType(DataType.INT64, false);
    }

    // ---- arithmetic ----

    @Override
    public NDArray add(NDArray a, NDArray b) {
        return a.add(b);
    }

    @Override
    public NDArray sub(NDArray a, NDArray b) {
        return a.sub(b);
    }

    @Override
    public NDArray mul(NDArray a, NDArray b) {
        return a.mul(b);
    }

    @Override
    public NDArray div(NDArray a, NDArray b) {
        return a.div(b);
    }

    @Override
    public NDArray shift(NDArray x, double by) {
        return Constants.besideNumber(x, by, NDArray::add, NDArray::add);
    }

    @Override
    public NDArray scale(NDArray x, double by) {
        return Constants.besideNumber(x, by, NDArray::mul, NDArray::mul);
    }

    // ---- elementwise maps ----

    @Override
    public NDArray exp(NDArray x) {
        return x.exp();
    }

    @Override
    public NDArray log(NDArray x) {
        return x.log();
    }

    @Override
    public NDArray sqrt(NDArray x) {
        return EngineGraph.isRecording() ? decidedSqrt(x) : x.sqrt();
    }

    /** With no slope at 0, where the engine's is infinite, and NaN behind a choice that drops it. */
    private NDArray decidedSqrt(NDArray x) {
        return closed(() -> {
            NDArray zero = equal(x, fill(x, 0));
            return where(zero, fill(x, 0), where(zero, fill(x, 1), x).sqrt());
        });
    }

    @Override
    public NDArray abs(NDArray x) {
        return x.abs();
    }

    @Override
    public NDArray sign(NDArray x) {
        return x.sign();
    }

    @Override
    public NDArray neg(NDArray x) {
        return x.neg();
    }

    @Override
    public NDArray square(NDArray x) {
        return x.square();
    }

    @Override
    public NDArray maximum(NDArray a, NDArray b) {
        return a.maximum(b);
    }

    @Override
    public NDArray sigmoid(NDArray x) {
        return x.getNDArrayInternal().sigmoid();
    }

    @Override
    public NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    // ---- choice ----

    @Override
    public NDArray greater(NDArray a, NDArray b) {
        return a.gt(b);
    }

    @Override
    public NDArray equal(NDArray a, NDArray b) {
        return a.eq(b);
    }

    @Override
    public NDArray not(NDArray indicator) {
        return indicator.logicalNot();
    }

    @Override
    public NDArray and(NDArray a, NDArray b) {
        return a.logicalAnd(b);
    }

    @Override
    public NDArray or(NDArray a, NDArray b) {
        return a.logicalOr(b);
    }

    @Override
    public NDArray where(NDArray indicator, NDArray yes, NDArray no) {
        long[] shape = Shapes.broadcast(shape(indicator), Shapes.broadcast(shape(yes), shape(no)));
        NDArray y = closed(
                () -> NDArrays.where(broadcastTo(indicator, shape), broadcastTo(yes, shape), broadcastTo(no, shape)));
        if (y.getManager() != indicator.getManager()) {
            y.attach(indicator.getManager()); // the engine gives it to the manager of `yes`
        }
        return y;
    }

    // ---- reductions, shapes, products ----

    @Override
    public NDArray sum(NDArray x, boolean keep, int... axes) {
        return axes.length == 0 ? x : x.sum(axes, keep);
    }

    @Override
    public NDArray max(NDArray x, boolean keep, int axis) {
        return x.max(new int[] {axis}, keep);
    }

    @Override
    public NDArray reshape(NDArray x, long... shape) {
        return x.reshape(shape);
    }

    @Override
    public NDArray broadcastTo(NDArray x, long... shape) {
        return Arrays.equals(shape, shape(x)) ? x : x.broadcast(new Shape(shape));
    }

    @Override
    public NDArray slice(NDArray x, int axis, long from, long to) {
        int along = Shapes.axis(axis, x.getShape().dimension());
        if (from == to) {
            return fill(x, 0, Shapes.with(shape(x), axis, 0));
        }
        NDIndex at = new NDIndex();
        for (int d = 0; d < x.getShape().dimension(); d++) {
            at = d == along ? at.addSliceDim(from, to) : at.addAllDim();
        }
        return x.get(at);
    }

    @Override
    public NDArray concat(List<NDArray> parts, int axis) {
        return NDArrays.concat(
                new NDList(parts), Shapes.axis(axis, parts.get(0).getShape().dimension()));
    }

    @Override
    public NDArray matmul(NDArray a, NDArray b) {
        return a.matMul(b);
    }

    @Override
    public NDArray swapLast(NDArray x) {
        return x.swapAxes(-2, -1);
    }

    // ---- along the last axis ----

    @Override
    public NDArray take(NDArray x, NDArray index) {
        try {
            return x.gather(index, -1);
        } catch (EngineException e) {
            throw OutOfRange.reworded(e, Shapes.last(shape(x)));
        }
    }

    @Override
    public NDArray argSort(NDArray x, boolean descending) {
        return closed(() -> new StableOrder(this).of(x, descending));
    }

    @Override
    public NDArray cumSum(NDArray x) {
        return x.cumSum(x.getShape().dimension() - 1);
    }

    @Override
    public NDArray logSoftmax(NDArray x) {
        return x.logSoftmax(-1);
    }

    @Override
    public NDArray softmax(NDArray x) {
        return x.softmax(-1);
    }

    @Override
    public NDArray stopGradient(NDArray x) {
        return x.stopGradient();
    }
}
