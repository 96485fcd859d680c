/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Arithmetic on shapes; an axis may be negative and then counts from the last. */
public final class Shapes {
    private Shapes() {}

    /** The number of elements. */
    public static long size(long... shape) {
        long n = 1;
        for (long d : shape) {
            n *= d;
        }
        return n;
    }

    /** {@code axis} counted from the first, or an error if a shape of this rank has no such axis. */
    public static int axis(int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException("axis must be in [%d, %d), got %d".formatted(-rank, rank, axis));
        }
        return axis < 0 ? axis + rank : axis;
    }

    /** All axes, in order. */
    public static int[] all(long... shape) {
        return IntStream.range(0, shape.length).toArray();
    }

    /** The size of the last axis. */
    public static long last(long... shape) {
        return shape[axis(-1, shape.length)];
    }

    /** {@code shape} with one more axis at the end. */
    public static long[] append(long[] shape, long d) {
        long[] longer = Arrays.copyOf(shape, shape.length + 1);
        longer[shape.length] = d;
        return longer;
    }

    /** {@code shape} without its last axis. */
    public static long[] dropLast(long... shape) {
        return Arrays.copyOf(shape, axis(-1, shape.length));
    }

    /** {@code shape} with axis {@code axis} of size {@code d}. */
    public static long[] with(long[] shape, int axis, long d) {
        long[] changed = shape.clone();
        changed[axis(axis, shape.length)] = d;
        return changed;
    }

    /** {@code shape} with its last two axes exchanged. */
    public static long[] swapLast(long... shape) {
        int last = axis(-1, shape.length);
        return with(with(shape, last, shape[axis(-2, shape.length)]), last - 1, shape[last]);
    }

    /** Where the element that is number {@code i} in row-major order stands. */
    public static long[] position(long i, long... shape) {
        long[] at = new long[shape.length];
        for (int d = shape.length - 1; d >= 0; d--) {
            at[d] = i % shape[d];
            i /= shape[d];
        }
        return at;
    }

    /** The number, in row-major order, of the element that broadcasting brings to {@code position}. */
    public static long broadcastOffset(long[] position, long... shape) {
        int created = position.length - shape.length;
        long i = 0;
        for (int d = 0; d < shape.length; d++) {
            i = i * shape[d] + (shape[d] == 1 ? 0 : position[created + d]);
        }
        return i;
    }

    /** What a reduction over {@code axes} leaves: reduced axes have size 1 if kept, and are gone otherwise. */
    public static long[] reduce(long[] shape, boolean keep, int... axes) {
        boolean[] reduced = new boolean[shape.length];
        for (int a : axes) {
            reduced[axis(a, shape.length)] = true;
        }
        return IntStream.range(0, shape.length)
                .filter(i -> keep || !reduced[i])
                .mapToLong(i -> reduced[i] ? 1 : shape[i])
                .toArray();
    }

    /** The shape that both broadcast to, as in NumPy. */
    public static long[] broadcast(long[] a, long[] b) {
        int rank = Math.max(a.length, b.length);
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++) {
            long x = fromLast(a, rank - i);
            long y = fromLast(b, rank - i);
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(
                        "cannot broadcast %s with %s".formatted(Arrays.toString(a), Arrays.toString(b)));
            }
            shape[i] = x == 1 ? y : x;
        }
        return shape;
    }

    private static long fromLast(long[] shape, int i) {
        return i > shape.length ? 1 : shape[shape.length - i];
    }

    /** Axes of {@code big} that broadcasting {@code small} to it created or stretched. */
    public static int[] broadcastAxes(long[] big, long[] small) {
        int created = big.length - small.length;
        return IntStream.range(0, big.length)
                .filter(i -> i < created || (small[i - created] == 1 && big[i] != 1))
                .toArray();
    }
}
