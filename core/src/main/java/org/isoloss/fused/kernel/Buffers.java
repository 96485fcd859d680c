/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Elements of buffers of another type than the array they are moved to or from. */
final class Buffers {

    private Buffers() {}

    static double get(Buffer from, int at) {
        if (from instanceof LongBuffer b) {
            return b.get(at);
        }
        if (from instanceof IntBuffer b) {
            return b.get(at);
        }
        if (from instanceof ByteBuffer b) {
            return b.get(at);
        }
        if (from instanceof FloatBuffer b) {
            return b.get(at);
        }
        if (from instanceof DoubleBuffer b) {
            return b.get(at);
        }
        throw unsupported("reads", from);
    }

    static void put(double v, Buffer to, int at) {
        if (to instanceof FloatBuffer b) {
            b.put(at, (float) v);
        } else if (to instanceof DoubleBuffer b) {
            b.put(at, v);
        } else {
            throw unsupported("writes", to);
        }
    }

    private static UnsupportedOperationException unsupported(String what, Buffer buffer) {
        return new UnsupportedOperationException("no kernel %s a %s"
                .formatted(what, buffer.getClass().getSuperclass().getSimpleName()));
    }
}
