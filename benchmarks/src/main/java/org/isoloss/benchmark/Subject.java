/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.isoloss.Execution;

/** Who computes, and what its JVM is told. */
enum Subject {
    FUSED(afterCalls(Fused::prepare), Jvm.VECTOR),
    PLAIN(afterCalls(Fused::prepare), Jvm.PLAIN),
    COMPILE(Fused::compile, Jvm.VECTOR),
    LIBTORCH(Libtorch::prepare, Jvm.NATIVES),
    COPY_REUSED(Copy::intoReused, List.of()),
    COPY_FRESH(Copy::intoFresh, List.of()),
    DJL(afterCalls(c -> Djl.ours(c, Execution.AUTO)), Jvm.VECTOR),
    DJL_NATIVE(c -> Djl.ours(c, Execution.NATIVE), Jvm.VECTOR),
    DJL_BUILT_IN(Djl::builtIn, Jvm.VECTOR),
    DJL_FLOOR(Djl::floor, Jvm.VECTOR),
    DL4J(afterCalls(c -> Dl4j.ours(c, Execution.AUTO)), Jvm.VECTOR),
    DL4J_NATIVE(c -> Dl4j.ours(c, Execution.NATIVE), Jvm.VECTOR),
    DL4J_BUILT_IN(Dl4j::builtIn, Jvm.VECTOR);

    /** Flags. */
    private static final class Jvm {
        /** JavaCPP would collect garbage when the process grows. */
        private static final String UNBOUNDED = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0";

        private static final List<String> NATIVES = List.of(UNBOUNDED);
        private static final List<String> PLAIN = List.of(UNBOUNDED, "-Disoloss.vector=off");
        private static final List<String> VECTOR =
                List.of(UNBOUNDED, "-Disoloss.vector=on", "--add-modules=jdk.incubator.vector");
    }

    /** What the just-in-time compiler counts are calls, of which a large case makes few in the seconds of a warm-up. */
    private static final int CALLS = 3_000;

    private static final Duration MOST = Duration.ofMillis(1500);

    /** The compiler rests if it has worked for less than a twentieth of this; in the end it is not waited for. */
    private static final Duration WHILE = Duration.ofMillis(600);

    private static final Duration PATIENCE = Duration.ofMillis(6000);

    /** Rows or columns: enough for loops of vectors. */
    private static final int FEW = 64;

    private final Function<Case, Runnable> work;
    private final List<String> jvm;

    Subject(Function<Case, Runnable> work, List<String> jvm) {
        this.work = work;
        this.jvm = jvm;
    }

    /**
     * The same work, when it has been done often enough to be compiled: on a few rows, for the loops over one, and on a few columns,
     * for what runs once a call.
     */
    private static Function<Case, Runnable> afterCalls(Function<Case, Runnable> work) {
        return c -> {
            repeat(work.apply(c.withRows(Math.min(FEW, c.rows()))), CALLS, MOST);
            repeat(work.apply(c.withColumns(Math.min(FEW, c.columns()))), CALLS, MOST);
            return work.apply(c);
        };
    }

    private static void repeat(Runnable work, int calls, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        for (int i = 0; i < calls && System.nanoTime() < end; i++) {
            work.run();
        }
    }

    /** The work, when the just-in-time compiler rests: as long as it does not, it takes a processor from those who work. */
    Runnable prepare(Case c) {
        Runnable ready = work.apply(c);
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long end = System.nanoTime() + PATIENCE.toNanos();
        long before;
        do {
            before = compiler.getTotalCompilationTime();
            repeat(ready, Integer.MAX_VALUE, WHILE);
        } while (compiler.getTotalCompilationTime() - before > WHILE.toMillis() / 20 && System.nanoTime() < end);
        return ready;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Within which others it is compared; empty outside of all. */
    String framework() {
        return name().startsWith("DJL") ? "DJL" : name().startsWith("DL4J") ? "DL4J" : "";
    }

    List<String> jvm() {
        return jvm;
    }
}
