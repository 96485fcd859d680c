/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What all threads allocate while calls are measured. JMH's own profiler would add the 5 kB that JMH takes around an iteration,
 * which may be of two calls.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** In the calls of an iteration. */
    public double bytes;

    /** In an iteration. */
    public double calls;

    private long before;

    @Setup(Level.Iteration)
    public void begin() {
        before = allocated();
    }

    @TearDown(Level.Iteration)
    public void end() {
        bytes = allocated() - before;
    }

    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(x -> x > 0)
                .sum();
    }
}
