/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * One JVM's answer.
 *
 * @param us the median time of a call
 * @param range how far the quartiles are apart
 * @param bytes what a call allocates
 */
record Timing(double us, double range, double bytes) {

    /**
     * How long a JVM is looked at.
     *
     * @param rounds how often all subjects take turns
     * @param forks 1, or 0 to measure all in this JVM
     */
    record Effort(int rounds, int forks, TimeValue warmUp, int iterations, TimeValue iteration) {

        static final Effort QUICK = new Effort(1, 1, TimeValue.milliseconds(300), 5, TimeValue.milliseconds(100));
        static final Effort MANY = new Effort(1, 0, TimeValue.milliseconds(300), 3, TimeValue.milliseconds(100));
        static final Effort FULL = new Effort(5, 1, TimeValue.seconds(4), 10, TimeValue.milliseconds(500));
    }

    /** Of subjects that take turns, each in a JVM of its own, or one after the other in this one. */
    static Map<Subject, Timing> of(Case c, Collection<Subject> subjects, Effort effort) throws RunnerException {
        ExecutorService all = Executors.newFixedThreadPool(effort.forks() == 0 ? 1 : subjects.size());
        try {
            Path turn = Files.createTempFile("isoloss", "turn");
            Map<Subject, Future<Timing>> running = new EnumMap<>(Subject.class);
            subjects.forEach(s -> running.put(s, all.submit(() -> of(c, s, effort, turn))));
            Map<Subject, Timing> timings = new EnumMap<>(Subject.class);
            for (Map.Entry<Subject, Future<Timing>> one : running.entrySet()) {
                timings.put(one.getKey(), one.getValue().get());
            }
            Files.delete(turn);
            return timings;
        } catch (IOException | InterruptedException | ExecutionException e) {
            throw new RunnerException(e);
        } finally {
            all.shutdownNow();
        }
    }

    private static Timing of(Case c, Subject subject, Effort effort, Path turn) throws RunnerException {
        List<String> jvm = new ArrayList<>(subject.jvm());
        jvm.add("-D%s=%s".formatted(Turn.PROPERTY, turn));
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(LossBenchmark.class.getName())
                        .param("title", c.title())
                        .param("subject", subject.name())
                        .forks(effort.forks())
                        .jvmArgsAppend(jvm.toArray(String[]::new))
                        .warmupIterations(1)
                        .warmupTime(effort.warmUp())
                        .measurementIterations(effort.iterations())
                        .measurementTime(effort.iteration())
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        RunResult result = results.iterator().next();
        Statistics us = result.getPrimaryResult().getStatistics();
        return new Timing(us.getPercentile(50), us.getPercentile(75) - us.getPercentile(25), bytes(result));
    }

    private static double bytes(RunResult result) {
        return count(result, "bytes") / count(result, "calls");
    }

    /** Of an {@link Allocation}, in all iterations. */
    private static double count(RunResult result, String name) {
        return requireNonNull(result.getSecondaryResults().get(name)).getScore();
    }
}
