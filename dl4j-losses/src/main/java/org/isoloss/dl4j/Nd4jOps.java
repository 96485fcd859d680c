/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The vocabulary on ND4J arrays. FLOAT is double, float or half; INDEX is int64.
 *
 * <p>What ND4J computes inaccurately in float (sums, log1p, softmax) is computed in double and rounded once.
 */
public final class Nd4jOps implements TensorOps<INDArray> {

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Kind kind(INDArray x) {
        return switch (x.dataType()) {
            case DOUBLE, FLOAT, HALF -> Kind.FLOAT;
            case LONG -> Kind.INDEX;
            case BOOL -> Kind.INDICATOR;
            default ->
                throw new IllegalArgumentException(
                        "arrays must be double, float, half, int64 or boolean, got " + x.dataType());
        };
    }

    @Override
    public long[] shape(INDArray x) {
        return x.shape();
    }

    @Override
    public double[] toHost(INDArray x) {
        return x.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    // ---- making arrays ----

    @Override
    public INDArray constant(INDArray like, double[] values, long... shape) {
        return reshape(Nd4j.createFromArray(values), shape).castTo(like.dataType());
    }

    @Override
    public INDArray fill(INDArray like, double value, long... shape) {
        return shape.length == 0
                ? Nd4j.scalar(like.dataType(), value)
                : Nd4j.createUninitialized(like.dataType(), shape, 'c').assign(value);
    }

    @Override
    public INDArray range(INDArray like, long n) {
        long[] positions = new long[Math.toIntExact(n)];
        Arrays.setAll(positions, i -> i);
        return Nd4j.createFromArray(positions);
    }

    @Override
    public INDArray toFloat(INDArray x, INDArray like) {
        return x.castTo(like.dataType());
    }

    @Override
    public INDArray toIndex(INDArray x) {
        return x.castTo(DataType.INT64);
    }

    private static INDArray run(String operation, INDArray... inputs) {
        return Nd4j.exec(DynamicCustomOp.builder(operation).addInputs(inputs).build())[0];
    }

    /** Of equal ranks: ND4J gives an array of one element, such as {@code [1, 1]}, the shape of the other. */
    private INDArray pairwise(String operation, INDArray a, INDArray b) {
        int rank = Math.max(a.rank(), b.rank());
        return run(operation, padded(a, rank), padded(b, rank));
    }

    /** With axes of size 1 in front; a scalar stays. */
    private INDArray padded(INDArray x, int rank) {
        if (x.rank() == 0 || x.rank() == rank) {
            return x;
        }
        long[] shape = new long[rank];
        Arrays.fill(shape, 1);
        System.arraycopy(x.shape(), 0, shape, rank - x.rank(), x.rank());
        return reshape(x, shape);
    }

    /** Computed in double, rounded once. */
    private static INDArray wide(INDArray x, UnaryOperator<INDArray> f) {
        return x.dataType() == DataType.DOUBLE
                ? f.apply(x)
                : f.apply(x.castTo(DataType.DOUBLE)).castTo(x.dataType());
    }

    // ---- arithmetic ----

    @Override
    public INDArray add(INDArray a, INDArray b) {
        return pairwise("add", a, b);
    }

    @Override
    public INDArray addTo(INDArray sum, INDArray x) {
        return sum.addi(x);
    }

    @Override
    public INDArray sub(INDArray a, INDArray b) {
        return pairwise("subtract", a, b);
    }

    @Override
    public INDArray mul(INDArray a, INDArray b) {
        return pairwise("multiply", a, b);
    }

    @Override
    public INDArray div(INDArray a, INDArray b) {
        return pairwise("divide", a, b);
    }

    @Override
    public INDArray shift(INDArray x, double by) {
        return x.add(by);
    }

    @Override
    public INDArray scale(INDArray x, double by) {
        return x.mul(by);
    }

    // ---- elementwise maps ----

    @Override
    public INDArray exp(INDArray x) {
        return Transforms.exp(x, true);
    }

    @Override
    public INDArray log(INDArray x) {
        return Transforms.log(x, true);
    }

    @Override
    public INDArray sqrt(INDArray x) {
        return Transforms.sqrt(x, true);
    }

    @Override
    public INDArray abs(INDArray x) {
        return Transforms.abs(x, true);
    }

    @Override
    public INDArray sign(INDArray x) {
        return Transforms.sign(x, true);
    }

    @Override
    public INDArray neg(INDArray x) {
        return x.neg();
    }

    @Override
    public INDArray log1p(INDArray x) {
        return wide(x, TensorOps.super::log1p);
    }

    @Override
    public INDArray softplus(INDArray x) {
        return wide(x, TensorOps.super::softplus);
    }

    @Override
    public INDArray sigmoid(INDArray x) {
        return Transforms.sigmoid(x, true);
    }

    // ---- choice ----

    @Override
    public INDArray greater(INDArray a, INDArray b) {
        return pairwise("greater", a, b);
    }

    @Override
    public INDArray equal(INDArray a, INDArray b) {
        return pairwise("equals", a, b);
    }

    @Override
    public INDArray not(INDArray indicator) {
        return run("boolean_not", indicator);
    }

    @Override
    public INDArray and(INDArray a, INDArray b) {
        return pairwise("boolean_and", a, b);
    }

    @Override
    public INDArray or(INDArray a, INDArray b) {
        return pairwise("boolean_or", a, b);
    }

    @Override
    public INDArray where(INDArray indicator, INDArray yes, INDArray no) {
        long[] shape = Shapes.broadcast(indicator.shape(), Shapes.broadcast(yes.shape(), no.shape()));
        return run("select", broadcastTo(indicator, shape), broadcastTo(yes, shape), broadcastTo(no, shape));
    }

    // ---- reductions, shapes, products ----

    @Override
    public INDArray sum(INDArray x, boolean keep, int... axes) {
        return axes.length == 0 ? x : wide(x, w -> w.sum(keep, axes));
    }

    /** ND4J passes over a NaN. */
    @Override
    public INDArray max(INDArray x, boolean keep, int axis) {
        INDArray numbers = equal(x, x).castTo(x.dataType()).min(keep, axis);
        INDArray top = x.max(keep, axis);
        return where(greater(numbers, fill(x, 0)), top, fill(x, Double.NaN));
    }

    @Override
    public INDArray reshape(INDArray x, long... shape) {
        return x.reshape('c', shape);
    }

    @Override
    public INDArray broadcastTo(INDArray x, long... shape) {
        if (Arrays.equals(x.shape(), shape)) {
            return x;
        }
        long[] ones = new long[shape.length];
        Arrays.fill(ones, 1);
        INDArray small = x.rank() == 0 ? reshape(x, ones) : padded(x, shape.length);
        int[] repetitions = new int[shape.length];
        Arrays.setAll(repetitions, i -> small.size(i) == shape[i] ? 1 : Math.toIntExact(shape[i]));
        return Nd4j.exec(DynamicCustomOp.builder("tile")
                .addInputs(small)
                .addIntegerArguments(repetitions)
                .build())[0];
    }

    @Override
    public INDArray slice(INDArray x, int axis, long from, long to) {
        int[] window = new int[2 * x.rank()];
        for (int d = 0; d < x.rank(); d++) {
            window[x.rank() + d] = Math.toIntExact(x.size(d));
        }
        int along = Shapes.axis(axis, x.rank());
        window[along] = Math.toIntExact(from);
        window[x.rank() + along] = Math.toIntExact(to - from);
        return Nd4j.exec(DynamicCustomOp.builder("slice")
                .addInputs(x)
                .addIntegerArguments(window)
                .build())[0];
    }

    @Override
    public INDArray concat(List<INDArray> parts, int axis) {
        INDArray[] filled = parts.stream().filter(p -> p.length() > 0).toArray(INDArray[]::new);
        return filled.length == 0 ? parts.get(0) : Nd4j.concat(Shapes.axis(axis, filled[0].rank()), filled);
    }

    @Override
    public INDArray matmul(INDArray a, INDArray b) {
        return a.mmul(b);
    }

    @Override
    public INDArray swapLast(INDArray x) {
        return x.swapAxes(x.rank() - 2, x.rank() - 1);
    }

    // ---- along the last axis ----

    /** Looks up in the flat array, where an index out of range is held back: ND4J would read memory that is not its own. */
    @Override
    public INDArray take(INDArray x, INDArray index) {
        long depth = Shapes.last(x.shape());
        long rows = Shapes.size(Shapes.dropLast(x.shape()));
        INDArray safe = run("minimum", run("maximum", index, fill(index, 0)), fill(index, depth - 1));
        INDArray start = reshape(range(index, rows).mul(depth), rows, 1);
        INDArray flat = run("add", reshape(safe, rows, Shapes.last(index.shape())), start);
        INDArray taken = Nd4j.exec(DynamicCustomOp.builder("gather")
                .addInputs(reshape(x, x.length()), reshape(flat, flat.length()))
                .addIntegerArguments(0)
                .build())[0];
        return reshape(taken, index.shape());
    }

    /**
     * From the position of each element, which is the number of those that come before it: ND4J's own order is wrong where
     * elements are equal, so it is only asked to sort positions, which never are. Takes memory for all pairs of a row.
     */
    @Override
    public INDArray argSort(INDArray x, boolean descending) {
        long n = Shapes.last(x.shape());
        INDArray self = reshape(x, Shapes.append(x.shape(), 1));
        INDArray other = reshape(x, Shapes.append(Shapes.with(x.shape(), -1, 1), n));
        INDArray index = range(x, n);
        INDArray ahead = descending ? greater(other, self) : greater(self, other);
        INDArray earlier = and(equal(other, self), greater(reshape(index, n, 1), index));
        INDArray position = or(ahead, earlier).castTo(DataType.DOUBLE).sum(-1);
        return Nd4j.exec(DynamicCustomOp.builder("top_k")
                        .addInputs(position.negi())
                        .addIntegerArguments(n)
                        .addBooleanArguments(true)
                        .build())[1]
                .castTo(DataType.INT64);
    }

    @Override
    public INDArray cumSum(INDArray x) {
        return wide(
                x,
                w -> Nd4j.exec(DynamicCustomOp.builder("cumsum")
                        .addInputs(w)
                        .addIntegerArguments(0, 0, w.rank() - 1)
                        .build())[0]);
    }

    @Override
    public INDArray logSumExp(INDArray x) {
        return wide(x, TensorOps.super::logSumExp);
    }

    @Override
    public INDArray logSoftmax(INDArray x) {
        return wide(x, TensorOps.super::logSoftmax);
    }
}
