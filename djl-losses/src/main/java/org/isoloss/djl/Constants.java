/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** Makes arrays in the manager and on the device of another. */
final class Constants {

    /** Whole numbers up to here are exact in float32, which the engine counts in. */
    private static final long EXACT = 1 << 24;

    private Constants() {}

    static NDArray of(NDArray like, double[] values, long... shape) {
        NDManager manager = like.getManager();
        DataType type = like.getDataType();
        NDArray x = type == DataType.INT64
                ? manager.create(Arrays.stream(values).mapToLong(v -> (long) v).toArray(), new Shape(shape))
                : manager.create(values, new Shape(shape));
        return there(Leftovers.instead(x, x.toType(type, false)), like);
    }

    /** The engine takes a float where it fills, so what is no float has to be spread from a constant. */
    static NDArray fill(NDArray like, double value, long... shape) {
        DataType type = like.getDataType();
        boolean narrow = type == DataType.FLOAT32 || type == DataType.FLOAT16;
        if (!narrow && (float) value != value && !Double.isNaN(value)) {
            NDArray one = of(like, new double[] {value});
            return Leftovers.instead(one, one.broadcast(new Shape(shape)));
        }
        return there(like.getManager().full(new Shape(shape), (float) value, type), like);
    }

    static NDArray range(NDArray like, long n) {
        if (n <= EXACT) {
            return there(like.getManager().arange(0f, (float) n, 1f, DataType.INT64), like);
        }
        return Leftovers.closed(() -> {
            NDArray ones = there(like.getManager().ones(new Shape(n), DataType.INT64), like);
            return ones.cumSum(0).sub(ones);
        });
    }

    /** {@code x} and a number. A double beside a scalar array would make it float64, so there it comes in the same type. */
    static NDArray besideNumber(
            NDArray x, double number, BiFunction<NDArray, Number, NDArray> plain, BinaryOperator<NDArray> scalar) {
        if (x.getShape().dimension() > 0) {
            return plain.apply(x, number);
        }
        try (NDArray y = of(x, new double[] {number})) {
            return scalar.apply(x, y);
        }
    }

    /** {@code x}, just made by the manager of {@code like}, on the device of {@code like}. */
    private static NDArray there(NDArray x, NDArray like) {
        return Leftovers.instead(x, x.toDevice(like.getDevice(), false));
    }
}
