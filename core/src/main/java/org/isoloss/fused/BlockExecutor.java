/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs programs, stage by stage and block by block. A stage that takes long is shared with {@link Helpers}, which take chunks of
 * rows as they come.
 */
final class BlockExecutor {

    /** What a stage must take for helpers that are awake, as a share of what it must take to wake one. */
    private static final double SHARE_FOR_AWAKE = 0.25;

    private final int threads;
    private final double worth;
    private final Helpers helpers = new Helpers();

    /**
     * @param threads how many at most, with the caller's
     * @param worth what a stage must take on one thread for others to be woken, in nanoseconds
     */
    BlockExecutor(int threads, double worth) {
        this.threads = threads;
        this.worth = worth;
    }

    int threads() {
        return threads;
    }

    <A> void run(Program<A> program, Workspace<A> workspace) {
        for (int s = 0; s < program.stages().size(); s++) {
            Program.Stage<A> stage = program.stages().get(s);
            Frame<A> frame = workspace.frame(0);
            frame.moveTo(0, 1);
            List<Step<A>> before = stage.before();
            for (int i = 0; i < before.size(); i++) {
                before.get(i).run(frame);
            }
            if (!stage.steps().isEmpty()) {
                run(new Job<>(stage, workspace, s));
                frame.moveTo(0, 1);
                finish(stage, workspace, s);
            }
        }
    }

    private <A> void run(Job<A> job) {
        Program.Grid grid = job.stage.grid();
        int others = Math.min(threads, grid.chunks()) - 1;
        if (others == 0 || grid.nanoseconds() < worth * SHARE_FOR_AWAKE) {
            job.help(0);
        } else {
            helpers.share(job::help, others, grid.nanoseconds() >= worth);
        }
    }

    private static <A> void finish(Program.Stage<A> stage, Workspace<A> workspace, int s) {
        if (stage.totals().isEmpty()) {
            return;
        }
        Partials<A> sum = workspace.partials(s, 0);
        for (int c = 1; c < stage.grid().chunks(); c++) {
            sum.add(workspace.partials(s, c));
        }
        sum.finish(workspace.frame(0));
    }

    /** The chunks of a stage, of which each is taken once. */
    private static final class Job<A> {
        private final Program.Stage<A> stage;
        private final Workspace<A> workspace;
        private final int number;
        private final AtomicInteger next = new AtomicInteger();

        Job(Program.Stage<A> stage, Workspace<A> workspace, int number) {
            this.stage = stage;
            this.workspace = workspace;
            this.number = number;
        }

        void help(int thread) {
            Frame<A> frame = workspace.frame(thread);
            Program.Grid grid = stage.grid();
            workspace.reserveScratch(frame, stage);
            for (int c = next.getAndIncrement(); c < grid.chunks(); c = next.getAndIncrement()) {
                Partials<A> partials = workspace.partials(number, c);
                partials.clear();
                frame.accumulateInto(partials);
                for (int b = grid.firstBlock(c); b < grid.firstBlock(c + 1); b++) {
                    block(frame, b);
                }
            }
        }

        private void block(Frame<A> frame, int b) {
            Program.Grid grid = stage.grid();
            int first = b * grid.rows();
            frame.moveTo(first, Math.min(grid.rows(), grid.pieces() - first));
            List<Step<A>> steps = stage.steps();
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).run(frame);
            }
        }
    }
}
