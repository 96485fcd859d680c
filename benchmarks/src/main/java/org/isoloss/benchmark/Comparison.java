/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isoloss.benchmark.Timing.Effort;
import org.openjdk.jmh.runner.RunnerException;

/**
 * This library beside its peers. The subjects take turns, each in a JVM of its own, and all of them again in every round, so that
 * what else the machine does meets all alike.
 */
final class Comparison {

    private static final String PLAIN = " without the vector module";

    /** What belongs together in a row. */
    private record Pair(Case c, Subject ours, Subject peer) {

        String title() {
            return c.title() + (ours == Subject.PLAIN ? PLAIN : "");
        }
    }

    private record Run(Case c, Subject subject) {}

    private final Effort effort;
    private final Map<Run, List<Timing>> timings = new LinkedHashMap<>();

    Comparison(Effort effort) {
        this.effort = effort;
    }

    /** Measures everything and writes {@code ratios.tsv} and {@code costs.tsv} into {@code directory}. */
    void write(Path directory) throws IOException, RunnerException {
        for (int round = 0; round < effort.rounds(); round++) {
            for (Pair p : pairs()) {
                measure(new Run(p.c, p.ours), round);
                measure(new Run(p.c, p.peer), round);
            }
        }
        for (Case c : Case.all()) {
            measure(new Run(c, Subject.COMPILE), 0);
        }
        Files.write(directory.resolve("ratios.tsv"), ratios());
        Files.write(directory.resolve("costs.tsv"), costs());
    }

    private static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Case c : Case.all()) {
            pairs.add(new Pair(c, Subject.FUSED, Subject.LIBTORCH));
            pairs.add(new Pair(c, Subject.PLAIN, Subject.LIBTORCH));
        }
        Case largest = Case.all().get(0);
        pairs.add(new Pair(largest, Subject.FUSED, Subject.COPY_REUSED));
        pairs.add(new Pair(largest, Subject.FUSED, Subject.COPY_FRESH));
        return pairs;
    }

    private void measure(Run run, int round) throws RunnerException {
        List<Timing> list = timings.computeIfAbsent(run, r -> new ArrayList<>());
        if (list.size() <= round) {
            list.add(Timing.of(run.c, run.subject, effort));
        }
    }

    private List<String> ratios() {
        List<String> lines = new ArrayList<>();
        lines.add(String.join("\t", "case", "peer", "ours_us", "peer_us", "ratio", "spread"));
        for (Pair p : pairs()) {
            double[] ours = us(p.c, p.ours);
            double[] peer = us(p.c, p.peer);
            double[] ratios = new double[ours.length];
            Arrays.setAll(ratios, i -> peer[i] / ours[i]);
            double ratio = median(peer) / median(ours);
            double spread = (Arrays.stream(ratios).max().orElseThrow()
                            - Arrays.stream(ratios).min().orElseThrow())
                    / ratio;
            lines.add("%s\t%s\t%.2f\t%.2f\t%.2f\t%.2f"
                    .formatted(p.title(), p.peer.title(), median(ours), median(peer), ratio, spread));
        }
        return lines;
    }

    /** What is no ratio: a compilation, and what a call allocates. */
    private List<String> costs() {
        List<String> lines = new ArrayList<>();
        lines.add(String.join("\t", "case", "compile_us", "bytes_per_call"));
        for (Case c : Case.all()) {
            double bytes = of(c, Subject.FUSED).stream()
                    .mapToDouble(Timing::bytes)
                    .min()
                    .orElseThrow();
            lines.add("%s\t%.1f\t%.0f".formatted(c.title(), median(us(c, Subject.COMPILE)), bytes));
        }
        return lines;
    }

    private double[] us(Case c, Subject subject) {
        return of(c, subject).stream().mapToDouble(Timing::us).toArray();
    }

    private List<Timing> of(Case c, Subject subject) {
        return timings.getOrDefault(new Run(c, subject), List.of());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
