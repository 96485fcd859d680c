/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs programs, stage by stage and block by block. A stage that takes long is shared with threads of the common pool, which take
 * chunks of rows as they come; a helper that has not begun when all chunks are taken is not waited for.
 */
final class BlockExecutor {

    /** How often a thread looks before it sleeps: less than 0.1 ms. */
    private static final int TURNS = 1 << 12;

    private final int threads;
    private final double worth;

    /**
     * @param threads how many at most, with the caller's
     * @param worth what a stage must take on one thread to be shared, in nanoseconds
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
        int helpers = job.stage.grid().nanoseconds() >= worth
                ? Math.min(threads, job.stage.grid().chunks()) - 1
                : 0;
        if (helpers == 0) {
            job.help(0);
            return;
        }
        AtomicBoolean[] begun = new AtomicBoolean[helpers];
        ForkJoinTask<?>[] tasks = new ForkJoinTask<?>[helpers];
        for (int h = 0; h < helpers; h++) {
            AtomicBoolean claim = new AtomicBoolean();
            int thread = h + 1;
            begun[h] = claim;
            tasks[h] = ForkJoinPool.commonPool().submit(() -> {
                if (claim.compareAndSet(false, true)) {
                    job.help(thread);
                }
            });
        }
        try {
            job.help(0);
        } finally {
            for (int h = 0; h < helpers; h++) {
                if (!begun[h].compareAndSet(false, true)) {
                    await(tasks[h]);
                }
            }
        }
    }

    /** A helper that has begun is at its last chunk, which is done before a thread that sleeps would be woken. */
    private static void await(ForkJoinTask<?> helper) {
        for (int turn = 0; turn < TURNS && !helper.isDone(); turn++) {
            Thread.onSpinWait();
        }
        helper.join();
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
