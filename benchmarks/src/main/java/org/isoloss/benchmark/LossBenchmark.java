/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Value and gradients of one case by one subject. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class LossBenchmark {

    /** The title of a {@link Case}. */
    @Param("cross-entropy 128x1000")
    public String title = "";

    /** The name of a {@link Subject}. */
    @Param("FUSED")
    public String subject = "";

    private Runnable work = () -> {};
    private Turn turn = Turn.NOBODYS;

    @Setup
    public void prepare() {
        try (Turn preparing = Turn.take()) {
            work = Subject.valueOf(subject).prepare(Case.named(title));
        }
    }

    @Setup(Level.Iteration)
    public void begin() {
        turn = Turn.take();
    }

    @TearDown(Level.Iteration)
    public void end() {
        turn.close();
    }

    @Benchmark
    public void evaluate(Allocation allocation) {
        work.run();
        allocation.calls++;
    }
}
