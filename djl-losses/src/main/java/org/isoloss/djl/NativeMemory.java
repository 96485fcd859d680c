/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.isoloss.fused.Span;

/** Arrays of the engine as memory that a fused program reads and writes where it is. */
final class NativeMemory {

    private NativeMemory() {}

    /** Why a program can't get at an array, in words; empty if it can. */
    static Optional<String> obstacle(NDArray x) {
        if (!x.getDevice().getDeviceType().equals("cpu")) {
            return Optional.of("an array is on the device " + x.getDevice());
        }
        if (x.getShape().size() * x.getDataType().getNumOfBytes() > Integer.MAX_VALUE) {
            return Optional.of("an array has more than 2 GiB");
        }
        return Optional.empty();
    }

    /** The memory of {@code x}, in place if it is contiguous, else a copy. */
    static Span span(NDArray x) {
        return span(x, x.getShape());
    }

    /** The same, as an array of another shape. */
    static Span span(NDArray x, Shape as) {
        return switch (x.getDataType()) {
            case FLOAT32, FLOAT64, INT64, INT32, BOOLEAN ->
                buffer(x, as.getShape()).ownedBy(x);
            default -> span(x.toType(DataType.FLOAT32, false), as); // labels in half precision
        };
    }

    private static Span buffer(NDArray x, long... shape) {
        ByteBuffer bytes = x.toByteBuffer(true).order(ByteOrder.nativeOrder());
        return switch (x.getDataType()) {
            case FLOAT64 -> Span.of(bytes.asDoubleBuffer(), shape);
            case INT64 -> Span.of(bytes.asLongBuffer(), shape);
            case INT32 -> Span.of(bytes.asIntBuffer(), shape);
            case BOOLEAN -> Span.of(bytes, shape);
            default -> Span.of(bytes.asFloatBuffer(), shape);
        };
    }
}
