/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/**
 * The vocabulary on DJL arrays of the PyTorch engine. FLOAT is float64, float32 or float16; INDEX is int64.
 *
 * <p>Every result belongs to the manager of its first operand. The engine's own autograd can differentiate all of it.
 */
public final class DjlOps implements TensorOps<NDArray> {

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
        NDManager manager = like.getManager();
        NDArray there = kind(like) == Kind.INDEX
                ? manager.create(Arrays.stream(values).mapToLong(v -> (long) v).toArray(), new Shape(shape))
                : manager.create(values, new Shape(shape));
        return like(there.toDevice(like.getDevice(), false), there, like.getDataType());
    }

    /** {@code x} in another type; {@code made} on the way is closed unless it is the result. */
    private static NDArray like(NDArray x, NDArray made, DataType type) {
        NDArray y = x.toType(type, false);
        if (y != x) {
            x.close();
        }
        if (x != made) {
            made.close();
        }
        return y;
    }

    /** The engine takes a float where it fills, so what is no float has to be spread from a constant. */
    @Override
    public NDArray fill(NDArray like, double value, long... shape) {
        if ((float) value != value && !Double.isNaN(value)) {
            return constant(like, new double[] {value}).broadcast(new Shape(shape));
        }
        NDArray y = like.getManager().full(new Shape(shape), (float) value, like.getDataType());
        NDArray there = y.toDevice(like.getDevice(), false);
        if (there != y) {
            y.close();
        }
        return there;
    }

    @Override
    public NDArray range(NDArray like, long n) {
        NDArray y = like.getManager().arange(0, Math.toIntExact(n), 1, DataType.INT64);
        return like(y.toDevice(like.getDevice(), false), y, DataType.INT64);
    }

    /** Not for predictions of another type: the engine's cast drops their gradient. */
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
        return isScalar(x) ? x.add(constant(x, new double[] {by})) : x.add(by);
    }

    @Override
    public NDArray scale(NDArray x, double by) {
        return isScalar(x) ? x.mul(constant(x, new double[] {by})) : x.mul(by);
    }

    /** A double beside a scalar array would make it float64. */
    private static boolean isScalar(NDArray x) {
        return x.getShape().dimension() == 0;
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
        return x.sqrt();
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
    public NDArray where(NDArray indicator, NDArray yes, NDArray no) {
        long[] shape = Shapes.broadcast(shape(indicator), Shapes.broadcast(shape(yes), shape(no)));
        return NDArrays.where(broadcastTo(indicator, shape), broadcastTo(yes, shape), broadcastTo(no, shape));
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
        return x.gather(index, -1);
    }

    /**
     * The engine's sort need not be stable. So its order is sorted again by the rank of the value, positions in order within
     * a rank.
     */
    @Override
    public NDArray argSort(NDArray x, boolean descending) {
        int last = x.getShape().dimension() - 1;
        long n = x.getShape().get(last);
        if (n < 2) {
            return fill(toIndex(x), 0, shape(x));
        }
        NDArray some = (descending ? x.neg() : x).argSort(last, true);
        NDArray sorted = x.gather(some, last);
        NDArray rises =
                slice(sorted, last, 1, n).neq(slice(sorted, last, 0, n - 1)).toType(DataType.INT64, false);
        NDArray rank = concat(List.of(fill(rises, 0, Shapes.with(shape(x), last, 1)), rises.cumSum(last)), last);
        NDArray order = rank.mul(n).add(some).argSort(last, true);
        return some.gather(order, last);
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
