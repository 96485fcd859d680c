/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The engine's graph of derivatives, and how gradients that were computed apart enter it. */
final class EngineGraph {
    private EngineGraph() {}

    /**
     * Whether the engine records what this thread computes. Beside a gradient collector's own thread that is every thread except
     * the one that loaded the engine, so that a trainer's workers record too.
     */
    static boolean isRecording() {
        return JniUtils.isGradMode();
    }

    /**
     * A number whose derivatives are the given gradients, to the last bit, and whose value is to be overwritten.
     *
     * <p>A dot product with the gradient has the gradient as its derivative. What it comes to is of no interest, and is NaN if a
     * prediction is infinite.
     *
     * @param gradients in the type of the predictions, or float32 of float16 predictions, which makes the number float32
     * @param manager takes what is made on the way, and the result
     */
    static NDArray number(List<NDArray> gradients, NDList predictions, NDManager manager) {
        NDArray number = product(predictions.get(0), gradients.get(0), manager);
        for (int i = 1; i < predictions.size(); i++) {
            number = number.add(product(predictions.get(i), gradients.get(i), manager));
        }
        return number;
    }

    /**
     * Writes a value into a number through a handle that is not in the graph. The engine keeps the factors of a product for the way back,
     * never the product; if it did, it would notice and refuse to go back.
     *
     * @param value a scalar, outside the graph
     */
    static void overwrite(NDArray number, NDArray value) {
        NDArray handle = number.stopGradient();
        handle.powi(0).muli(value); // x to the power of 0 is 1 for every x, NaN too
    }

    /** The same where a number in main memory lies, which is outside of the graph too. */
    static void overwrite(NDArray number, double value) {
        ByteBuffer memory = number.toByteBuffer(true).order(ByteOrder.nativeOrder());
        if (number.getDataType() == DataType.FLOAT64) {
            memory.putDouble(0, value);
        } else {
            memory.putFloat(0, (float) value);
        }
    }

    /** A number outside the graph, float64 or float32. */
    static NDArray constant(double value, DataType type, NDManager manager) {
        return type == DataType.FLOAT64 ? manager.create(value) : manager.create((float) value);
    }

    private static NDArray product(NDArray prediction, NDArray gradient, NDManager manager) {
        NDArray x = prediction.flatten();
        x.attach(manager);
        NDArray g = gradient.getShape().dimension() == 1 ? gradient : gradient.flatten();
        // a dot product must be of one type; a product is of the wider, and rounds a gradient only once it has been
        // multiplied
        return x.getDataType() == g.getDataType() ? x.dot(g) : x.mul(g).sum();
    }
}
