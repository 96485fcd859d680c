/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the common pool that take part in what one has begun. When it is done they stay awake for a moment: a call often
 * follows at once, as that of a score follows that of a gradient, and to wake a thread takes as long as a small call.
 */
final class Helpers {

    /** How often a thread looks before it sleeps: less than 0.1 ms. */
    private static final int TURNS = 1 << 12;

    /** How long a helper stays awake, in nanoseconds. */
    private static final long MOMENT = 50_000;

    private final AtomicReference<@Nullable Shift> offer = new AtomicReference<>();
    private final AtomicInteger idle = new AtomicInteger();

    /**
     * Runs {@code work} on this thread, and on as many more as come before it ends.
     *
     * @param work is given a number of the thread, 0 for this one
     * @param most how many others at most
     * @param wake whether to wake those who are not awake
     */
    void share(IntConsumer work, int most, boolean wake) {
        if (!wake && idle.get() == 0) {
            work.accept(0);
            return;
        }
        Shift shift = new Shift(work, most);
        offer.set(shift);
        for (int h = idle.get(); wake && h < most; h++) {
            ForkJoinPool.commonPool().execute(() -> help(shift));
        }
        try {
            work.accept(0);
        } finally {
            offer.compareAndSet(shift, null);
            shift.close();
        }
    }

    private void help(Shift first) {
        Shift shift = first;
        while (shift != null) {
            shift.takePart();
            shift = next();
        }
    }

    /** What has been offered within a moment. */
    private @Nullable Shift next() {
        idle.incrementAndGet();
        long end = System.nanoTime() + MOMENT;
        Shift shift = null;
        while (shift == null && System.nanoTime() < end) {
            Thread.onSpinWait();
            Shift offered = offer.get();
            shift = offered == null || offered.isFull() ? null : offered;
        }
        idle.decrementAndGet();
        return shift;
    }

    /** One stretch of work, with a task for each helper. One that nobody has begun when the work is done is not waited for. */
    private static final class Shift {
        private final ForkJoinTask<?>[] tasks;
        private final AtomicInteger taken = new AtomicInteger();

        Shift(IntConsumer work, int helpers) {
            this.tasks = new ForkJoinTask<?>[helpers];
            for (int h = 0; h < helpers; h++) {
                int thread = h + 1;
                tasks[h] = ForkJoinTask.adapt(() -> work.accept(thread));
            }
        }

        boolean isFull() {
            return taken.get() >= tasks.length;
        }

        void takePart() {
            int task = taken.getAndIncrement();
            if (task < tasks.length) {
                tasks[task].quietlyInvoke();
            }
        }

        void close() {
            int begun = Math.min(taken.getAndSet(tasks.length), tasks.length);
            for (int h = 0; h < begun; h++) {
                await(tasks[h]);
            }
        }

        /** A helper that has begun is at its last chunk, which is done before a thread that sleeps would be woken. */
        private static void await(ForkJoinTask<?> helper) {
            for (int turn = 0; turn < TURNS && !helper.isDone(); turn++) {
                Thread.onSpinWait();
            }
            helper.join();
        }
    }
}
