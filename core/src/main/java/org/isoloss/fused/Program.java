/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import org.isoloss.fused.kernel.Kernels;

/**
 * What is left of a recording when all is decided: steps, and the arrays that they need. Immutable; any number of threads may run
 * it, each with its own {@link Workspace}.
 *
 * @param kernels of the program's type
 * @param inputs how each input is reached, in the order of recording
 * @param outputs how each output is reached
 * @param shared the slots of whole arrays, which all threads of a call see; scratch slots follow
 * @param scratch how many scratch slots there are
 * @param stages in order
 * @param times what it is expected to take
 * @param <A> {@code float[]} or {@code double[]}
 */
record Program<A>(
        Kernels<A> kernels,
        List<Io> inputs,
        List<Io> outputs,
        List<Slot<A>> shared,
        int scratch,
        List<Stage<A>> stages,
        Times times) {

    /**
     * On one thread, roughly.
     *
     * @param program nanoseconds of this program
     * @param host nanoseconds of the same operations by the host's own
     */
    record Times(double program, double host) {}

    /**
     * @param slot the array, or the buffer of that number
     * @param size elements
     * @param copyOf the output that is the same, or -1
     */
    record Io(int slot, int size, Access access, int copyOf) {}

    /**
     * A whole array.
     *
     * @param own how many elements the workspace has to allocate
     * @param constant at most one array, which never changes
     */
    record Slot<A>(int own, List<A> constant) {}

    /**
     * @param before is run once, by the calling thread
     * @param steps are run for each block
     * @param grid the blocks
     * @param scratch elements of a row, for each scratch slot
     * @param totals what is added up
     */
    record Stage<A>(
            List<Step<A>> before, List<Step<A>> steps, Grid grid, List<Integer> scratch, List<Partials.Total> totals) {}

    /**
     * How rows are divided. A chunk is what one thread takes at a time, and what is added up in one.
     *
     * @param pieces rows
     * @param rows of a block
     * @param chunks a number that does not depend on that of threads
     * @param nanoseconds what one thread would take, roughly
     */
    record Grid(int pieces, int rows, int chunks, double nanoseconds) {
        int blocks() {
            return (pieces + rows - 1) / rows;
        }

        int firstBlock(int chunk) {
            return (int) ((long) blocks() * chunk / chunks);
        }
    }

    /** Bytes that a workspace holds between calls. */
    long footprint() {
        return shared.stream().mapToLong(Slot::own).sum() * Double.BYTES;
    }
}
