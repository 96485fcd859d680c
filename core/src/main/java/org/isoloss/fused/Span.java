/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * An array in main memory that a fused program reads or writes where it is: elements in row-major order, without gaps, from the
 * position of a buffer on. Arrays on the heap are buffers that wrap them. The buffer's position must not change later.
 *
 * @since 0.1
 */
public final class Span {

    private final Buffer buffer;
    private final Kind kind;
    private final long[] shape;
    private final int at;
    private final int size;

    @SuppressWarnings("UnusedVariable") // to hold it is its use
    private final @Nullable Object owner;

    private Span(Buffer buffer, Kind kind, long... shape) {
        this.buffer = buffer;
        this.kind = kind;
        this.shape = shape.clone();
        this.at = buffer.position();
        this.size = Math.toIntExact(Shapes.size(shape));
        this.owner = null;
        if (buffer.remaining() < size) {
            throw new IllegalArgumentException("a buffer for %s must have %d elements left, got %d"
                    .formatted(Arrays.toString(shape), size, buffer.remaining()));
        }
    }

    private Span(Span like, Buffer buffer, int at, @Nullable Object owner) {
        this.buffer = buffer;
        this.kind = like.kind;
        this.shape = like.shape;
        this.at = at;
        this.size = like.size;
        this.owner = owner;
    }

    /** Reals; without a shape, a scalar. */
    public static Span of(float[] array, long... shape) {
        return of(FloatBuffer.wrap(array), shape);
    }

    /** Reals; without a shape, a scalar. */
    public static Span of(double[] array, long... shape) {
        return of(DoubleBuffer.wrap(array), shape);
    }

    /** Class labels or groups. */
    public static Span of(int[] array, long... shape) {
        return of(IntBuffer.wrap(array), shape);
    }

    /** Class labels or groups. */
    public static Span of(long[] array, long... shape) {
        return of(LongBuffer.wrap(array), shape);
    }

    /** Reals. */
    public static Span of(FloatBuffer buffer, long... shape) {
        return new Span(buffer, Kind.FLOAT, shape);
    }

    /** Reals. */
    public static Span of(DoubleBuffer buffer, long... shape) {
        return new Span(buffer, Kind.FLOAT, shape);
    }

    /** Class labels or groups. */
    public static Span of(IntBuffer buffer, long... shape) {
        return new Span(buffer, Kind.INDEX, shape);
    }

    /** Class labels or groups. */
    public static Span of(LongBuffer buffer, long... shape) {
        return new Span(buffer, Kind.INDEX, shape);
    }

    /** Indicators, 0 and 1: a mask. */
    public static Span of(ByteBuffer buffer, long... shape) {
        return new Span(buffer, Kind.INDICATOR, shape);
    }

    /** The same, where a buffer does not hold its memory, which is freed once {@code owner} is collected: not before a call ends. */
    public Span ownedBy(Object owner) {
        return new Span(this, buffer, at, owner);
    }

    public Kind kind() {
        return kind;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** One like it that holds on to nobody's memory. */
    Span withoutArray() {
        return new Span(this, Span.nothingLike(buffer), 0, null);
    }

    private static Buffer nothingLike(Buffer buffer) {
        boolean direct = !buffer.hasArray();
        ByteBuffer none = direct ? ByteBuffer.allocateDirect(0) : ByteBuffer.allocate(0);
        if (buffer instanceof FloatBuffer) {
            return direct ? none.asFloatBuffer() : FloatBuffer.allocate(0);
        }
        if (buffer instanceof DoubleBuffer) {
            return direct ? none.asDoubleBuffer() : DoubleBuffer.allocate(0);
        }
        return none;
    }

    Buffer buffer() {
        return buffer;
    }

    /** The element at which it begins. */
    int at() {
        return at;
    }

    int size() {
        return size;
    }

    boolean hasShape(long... other) {
        return Arrays.equals(shape, other);
    }

    boolean hasShapeOf(Span other) {
        return Arrays.equals(shape, other.shape);
    }

    int shapeHash() {
        return Arrays.hashCode(shape);
    }

    boolean isFloat() {
        return buffer instanceof FloatBuffer;
    }

    boolean isDouble() {
        return buffer instanceof DoubleBuffer;
    }

    /** How a program of that type gets at it. */
    Access access(boolean doubles) {
        boolean own = doubles ? isDouble() : isFloat();
        if (!own) {
            return Access.CONVERTED;
        }
        return buffer.hasArray() ? Access.ARRAY : Access.BUFFER;
    }

    @Override
    public String toString() {
        return "%s%s in %s"
                .formatted(kind, Arrays.toString(shape), buffer.getClass().getSimpleName());
    }
}
