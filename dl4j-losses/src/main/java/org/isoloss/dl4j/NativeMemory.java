/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.isoloss.fused.Span;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of ND4J as memory that a fused program reads and writes where it is. */
final class NativeMemory {
    private static final Set<DataType> REAL = EnumSet.of(DataType.DOUBLE, DataType.FLOAT);

    private NativeMemory() {}

    /** Why a program can't get at an array, in words; empty if it can. */
    static Optional<String> obstacle(View view) {
        INDArray x = view.array();
        if (!Nd4j.getEnvironment().isCPU()) {
            return Optional.of("ND4J's arrays are on a GPU");
        }
        if (x.length() * x.dataType().width() > Integer.MAX_VALUE) {
            return Optional.of("an array has more than 2 GiB");
        }
        boolean known = REAL.contains(x.dataType()) || isWhole(x.dataType());
        return known ? Optional.empty() : Optional.of("an array is of type " + x.dataType());
    }

    /** The memory of its array, in place if it lies there in rows without gaps, else a copy. */
    static Span span(View view) {
        INDArray x = view.array();
        boolean real = REAL.contains(x.dataType());
        INDArray like = real ? x : x.castTo(DataType.INT64);
        INDArray own = real && isInRows(x) ? x : like.dup('c');
        return buffer(own, view.shape()).ownedBy(own);
    }

    /** Of reals the position is where the array begins. ND4J frees the memory when nobody holds the array. */
    private static Span buffer(INDArray x, long... shape) {
        DataBuffer data = x.data();
        return switch (x.dataType()) {
            case FLOAT -> Span.of(data.asNioFloat(), shape);
            case DOUBLE -> Span.of(data.asNioDouble(), shape);
            default -> Span.of(data.asNio().order(ByteOrder.nativeOrder()).asLongBuffer(), shape);
        };
    }

    private static boolean isWhole(DataType type) {
        return type.isIntType() || type == DataType.BOOL;
    }

    /** Whether the elements follow each other in row-major order. ND4J's own word on views is not to be relied on. */
    static boolean isInRows(INDArray x) {
        long step = 1;
        for (int d = x.rank() - 1; d >= 0; d--) {
            if (x.size(d) != 1 && x.stride(d) != step) {
                return false;
            }
            step *= x.size(d);
        }
        return true;
    }
}
