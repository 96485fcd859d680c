/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.isoloss.fused.kernel.Kernels;

/**
 * The arrays of one running program. It serves one call at a time and can be used again, for then nothing has to be allocated.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Workspace<A> {

    private static final Buffer NOTHING = ByteBuffer.allocate(0);

    private final Program<A> program;
    private final int slots;
    private final int[] base;
    private final Buffer[] buffers;
    private final Object[] owned;
    private final List<Frame<A>> frames = new ArrayList<>();
    private final List<List<Partials<A>>> partials = new ArrayList<>();

    Workspace(Program<A> program) {
        this.program = program;
        int shared = program.shared().size();
        this.slots = shared + program.scratch();
        this.base = new int[slots];
        this.buffers = new Buffer[shared];
        this.owned = new Object[shared];
        Arrays.fill(buffers, NOTHING);
        Kernels<A> kernels = program.kernels();
        for (int i = 0; i < shared; i++) {
            Program.Slot<A> slot = program.shared().get(i);
            owned[i] = slot.constant().isEmpty()
                    ? kernels.allocate(slot.own())
                    : slot.constant().get(0);
        }
        for (Program.Stage<A> stage : program.stages()) {
            List<Partials<A>> chunks = new ArrayList<>();
            for (int c = 0; c < stage.grid().chunks(); c++) {
                chunks.add(new Partials<>(kernels, stage.totals()));
            }
            partials.add(chunks);
        }
    }

    /** Room for {@code threads} threads. */
    void reserve(int threads) {
        while (frames.size() < threads) {
            Frame<A> frame =
                    new Frame<>(program.kernels(), slots, base, buffers, new Partials<>(program.kernels(), List.of()));
            for (int i = 0; i < owned.length; i++) {
                frame.set(i, array(i));
            }
            frames.add(frame);
        }
    }

    /** Gives a thread the scratch that a stage needs. */
    void reserveScratch(Frame<A> frame, Program.Stage<A> stage) {
        List<Integer> scratch = stage.scratch();
        for (int i = 0; i < scratch.size(); i++) {
            frame.reserve(owned.length + i, scratch.get(i) * stage.grid().rows());
        }
    }

    @SuppressWarnings("unchecked") // the constructor puts nothing else in
    A array(int slot) {
        return (A) owned[slot];
    }

    /** Where the array of a slot begins. */
    int base(int slot) {
        return base[slot];
    }

    Frame<A> frame(int thread) {
        return frames.get(thread);
    }

    Partials<A> partials(int stage, int chunk) {
        return partials.get(stage).get(chunk);
    }

    /** Makes the caller's array the one of a slot. */
    void lend(int slot, A array, int at) {
        base[slot] = at;
        for (int t = 0; t < frames.size(); t++) {
            frames.get(t).set(slot, array);
        }
    }

    /** Makes the caller's buffer the one of that number. */
    void lend(int slot, Buffer buffer, int at) {
        base[slot] = at;
        buffers[slot] = buffer;
    }

    /** Forgets what is the caller's. */
    void giveBack(int slot) {
        lend(slot, array(slot), 0);
        buffers[slot] = NOTHING;
    }
}
