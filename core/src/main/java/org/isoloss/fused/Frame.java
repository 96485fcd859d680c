/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.nio.Buffer;
import org.isoloss.fused.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * What one thread of a running program looks at: arrays by slot, and which rows it is at.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Frame<A> {

    private static final double[] NO_SUMS = {};
    private static final long[] NO_ORDER = {};

    private final Kernels<A> kernels;
    private final Object[] arrays;
    private final int[] base;
    private final Buffer[] buffers;
    private @Nullable A packed;
    private double[] sums = NO_SUMS;
    private long[] order = NO_ORDER;
    private Partials<A> partials;
    private int piece;
    private int pieces = 1;

    /**
     * @param base where arrays begin in their slots, and buffers by their number; changes between calls
     * @param buffers what is read or written block by block
     */
    Frame(Kernels<A> kernels, int slots, int[] base, Buffer[] buffers, Partials<A> none) {
        this.kernels = kernels;
        this.arrays = new Object[slots];
        this.base = base;
        this.buffers = buffers;
        this.partials = none;
    }

    /** The row at which the block begins. */
    int piece() {
        return piece;
    }

    /** How many rows the block has. */
    int pieces() {
        return pieces;
    }

    void moveTo(int first, int count) {
        piece = first;
        pieces = count;
    }

    void accumulateInto(Partials<A> chunk) {
        partials = chunk;
    }

    Partials<A> partials() {
        return partials;
    }

    void set(int slot, A array) {
        arrays[slot] = array;
    }

    /** Room in a slot that is the thread's own. */
    void reserve(int slot, int length) {
        if (arrays[slot] == null || kernels.length(array(slot)) < length) {
            arrays[slot] = kernels.allocate(length);
        }
    }

    @SuppressWarnings("unchecked") // set and reserve put nothing else in
    A array(int slot) {
        return (A) arrays[slot];
    }

    A array(Ref ref) {
        return array(ref.slot());
    }

    /** Where the block begins in the array. */
    int at(Ref ref) {
        return base[ref.slot()] + piece * ref.advance();
    }

    Buffer buffer(int slot) {
        return buffers[slot];
    }

    /** Where the block begins in a buffer of rows of {@code width}. */
    int bufferAt(int slot, int width) {
        return base[slot] + piece * width;
    }

    /** Room for a packed matrix, of any value. */
    A packed(int length) {
        A room = packed;
        if (room == null || kernels.length(room) < length) {
            room = kernels.allocate(length);
            packed = room;
        }
        return room;
    }

    /** Some doubles, of any value. */
    double[] sums(int length) {
        if (sums.length < length) {
            sums = new double[length];
        }
        return sums;
    }

    /** Some longs, of any value. */
    long[] order(int length) {
        if (order.length < length) {
            order = new long[length];
        }
        return order;
    }
}
