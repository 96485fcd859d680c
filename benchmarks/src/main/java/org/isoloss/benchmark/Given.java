/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.isoloss.fused.Span;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;

/**
 * What a loss is given at one of its ports.
 *
 * @param numbers in float32 or int64, on the heap
 * @param shape of the array
 * @param differentiable whether a gradient is wanted
 */
record Given(Buffer numbers, long[] shape, boolean differentiable) {

    static Given of(HostTensor x, boolean differentiable) {
        double[] data = x.toArray();
        if (x.kind() == Kind.INDEX) {
            LongBuffer indices = LongBuffer.allocate(data.length);
            for (int i = 0; i < data.length; i++) {
                indices.put(i, (long) data[i]);
            }
            return new Given(indices, x.shape(), differentiable);
        }
        FloatBuffer reals = FloatBuffer.allocate(data.length);
        for (int i = 0; i < data.length; i++) {
            reals.put(i, (float) data[i]);
        }
        return new Given(reals, x.shape(), differentiable);
    }

    boolean isIndex() {
        return numbers instanceof LongBuffer;
    }

    float[] floats() {
        return ((FloatBuffer) numbers).array();
    }

    long[] longs() {
        return ((LongBuffer) numbers).array();
    }

    Span span() {
        return isIndex() ? Span.of(longs(), shape) : Span.of(floats(), shape);
    }
}
