/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.isoloss.djl.Leftovers.closed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/** The composites that take several of the engine's operations: they close what they make on the way. */
interface Composites extends TensorOps<NDArray> {

    @Override
    default NDArray log1p(NDArray x) {
        return closed(() -> TensorOps.super.log1p(x));
    }

    /** The engine leaves out {@code log1p(exp(-x))} where x > 20; that is less than an ulp in all types but float64. */
    @Override
    default NDArray softplus(NDArray x) {
        if (x.getDataType() != DataType.FLOAT64) {
            return x.getNDArrayInternal().softPlus();
        }
        return closed(() -> {
            NDArray large = x.add(x.abs().neg().exp());
            return NDArrays.where(x.gt(20), large, x.getNDArrayInternal().softPlus());
        });
    }

    @Override
    default NDArray logSigmoid(NDArray x) {
        return closed(() -> TensorOps.super.logSigmoid(x));
    }

    @Override
    default NDArray isFinite(NDArray x) {
        return closed(() -> TensorOps.super.isFinite(x));
    }

    @Override
    default NDArray sumTo(NDArray x, long... shape) {
        return Arrays.equals(shape, shape(x)) ? x : closed(() -> TensorOps.super.sumTo(x, shape));
    }

    @Override
    default NDArray logSumExp(NDArray x) {
        return closed(() -> TensorOps.super.logSumExp(x));
    }

    @Override
    default NDArray oneHot(NDArray index, long depth) {
        return closed(() -> TensorOps.super.oneHot(index, depth));
    }

    @Override
    default NDArray pick(NDArray x, NDArray index) {
        return closed(() -> TensorOps.super.pick(x, index));
    }

    /** Scatters into zeros that take no memory, and so writes the result once and compares nothing. */
    @Override
    default NDArray unpick(NDArray g, NDArray index, long depth) {
        long[] column = Shapes.append(shape(index), 1);
        return closed(() -> {
            NDArray zeros = fill(g, 0).broadcast(new Shape(Shapes.append(shape(index), depth)));
            return zeros.scatter(index.reshape(column), g.reshape(column), column.length - 1);
        });
    }

    @Override
    default NDArray untake(NDArray g, NDArray index, long depth) {
        return closed(() -> TensorOps.super.untake(g, index, depth));
    }
}
