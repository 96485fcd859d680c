/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.isoloss.fused.Span;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;

/**
 * Memory for a fused program, which begins behind elements that are not the program's.
 *
 * @param span what the program is given
 * @param element reads it
 */
record SpanOfHost(Span span, IntToDoubleFunction element) {

    private static final int BEFORE = 3;

    /** Which memory, and which type of reals. */
    record Memory(boolean direct, boolean doubles) {
        @Override
        public String toString() {
            return "float%d %s".formatted(doubles ? 64 : 32, direct ? "direct" : "heap");
        }
    }

    /** A copy of {@code x}. */
    static SpanOfHost of(HostTensor x, Memory memory) {
        double[] data = x.toArray();
        if (x.kind() == Kind.FLOAT) {
            return reals(data, memory, x.shape());
        }
        long[] whole = Arrays.stream(data).mapToLong(v -> (long) v).toArray();
        return new SpanOfHost(Span.of(whole, x.shape()), i -> whole[i]);
    }

    /** Room for what is written, holding NaN until then. */
    static SpanOfHost room(Memory memory, long... shape) {
        double[] nothing = new double[(int) Shapes.size(shape)];
        Arrays.fill(nothing, Double.NaN);
        return reals(nothing, memory, shape);
    }

    private static SpanOfHost reals(double[] data, Memory memory, long... shape) {
        int length = BEFORE + data.length;
        if (memory.doubles()) {
            DoubleBuffer buffer =
                    memory.direct() ? direct(length * Double.BYTES).asDoubleBuffer() : DoubleBuffer.allocate(length);
            buffer.position(BEFORE);
            buffer.duplicate().put(data);
            return new SpanOfHost(Span.of(buffer, shape), i -> buffer.get(BEFORE + i));
        }
        FloatBuffer buffer =
                memory.direct() ? direct(length * Float.BYTES).asFloatBuffer() : FloatBuffer.allocate(length);
        buffer.position(BEFORE);
        for (int i = 0; i < data.length; i++) {
            buffer.put(BEFORE + i, (float) data[i]);
        }
        return new SpanOfHost(Span.of(buffer, shape), i -> buffer.get(BEFORE + i));
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** The elements as they are now. */
    HostTensor toHost() {
        double[] data = new double[(int) Shapes.size(span.shape())];
        Arrays.setAll(data, element);
        return span.kind() == Kind.FLOAT
                ? HostTensor.of(data, span.shape())
                : HostTensor.indices(
                        Arrays.stream(data).mapToLong(v -> (long) v).toArray(), span.shape());
    }
}
