/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.isoloss.Loss;
import org.isoloss.benchmark.Timing.Effort;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;
import org.openjdk.jmh.runner.RunnerException;

/**
 * This library beside its peers. The subjects of a case take turns, iteration by iteration, each in a JVM of its own, and all of them
 * again in every round, so that what else the machine does meets all alike.
 */
final class Comparison {

    /** What both frameworks bring themselves. */
    private static final Set<Loss> BUILT_IN = Set.of(new CrossEntropy(), new BinaryCrossEntropy(), new SquaredError());

    /** What they lack, and is compared all the same. */
    private static final Set<Loss> LACKING = Set.of(new TripletMargin(), new SoftmaxFocal());

    /** Where operations on whole arrays take seconds a call, and say no more than at a medium size. */
    private static final long LARGE = 1 << 24;

    /** What belongs together in a row. */
    private record Pair(Case c, Subject ours, Subject peer) {

        String title() {
            return c.title() + (ours == Subject.PLAIN ? " without the vector module" : "");
        }
    }

    private record Run(Case c, Subject subject) {}

    private record Turns(Case c, Set<Subject> subjects) {}

    private final Effort effort;
    private final Map<Run, List<Timing>> timings = new LinkedHashMap<>();
    private final List<Pair> pairs;

    private Comparison(Effort effort, List<Pair> pairs) {
        this.effort = effort;
        this.pairs = pairs;
    }

    /** Programs beside libtorch and memory, and the frameworks' losses. */
    static Comparison ofPeers(Effort effort) {
        return new Comparison(effort, peers(!effort.equals(Effort.QUICK)));
    }

    /** AUTO beside NATIVE for every loss in both frameworks. */
    static Comparison ofEveryLoss(Effort effort) {
        return new Comparison(effort, everyLoss());
    }

    /** Measures everything and writes {@code ratios.tsv}, and {@code costs.tsv} of programs, into {@code directory}. */
    void write(Path directory) throws IOException, RunnerException {
        List<Turns> turns = turns();
        for (int round = 0; round < effort.rounds(); round++) {
            for (int i = 0; i < turns.size(); i++) {
                measure(turns.get(i));
                Files.write(
                        directory.resolve("ratios.tsv"),
                        ratios(pairs.stream().filter(this::isMeasured).toList()));
                System.out.printf(
                        "round %d of %d, %d of %d: %s%n",
                        round + 1, effort.rounds(), i + 1, turns.size(), said(turns.get(i)));
            }
        }
        for (Case c : programs()) {
            Turns alone = new Turns(c, Set.of(Subject.COMPILE));
            measure(alone);
            System.out.println(said(alone));
        }
        Files.write(directory.resolve("costs.tsv"), costs());
    }

    /** @param natively beside our own losses by the frameworks' operations too, which take seconds a call */
    private static List<Pair> peers(boolean natively) {
        List<Pair> pairs = new ArrayList<>();
        for (Case c : Case.listed()) {
            pairs.add(new Pair(c, Subject.FUSED, Subject.LIBTORCH));
            pairs.add(new Pair(c, Subject.PLAIN, Subject.LIBTORCH));
        }
        for (Case c : Case.listed()) {
            if (c.loss().equals(new CrossEntropy())) {
                pairs.add(new Pair(c, Subject.FUSED, Subject.COPY_REUSED));
            }
        }
        pairs.add(new Pair(Case.listed().get(0), Subject.FUSED, Subject.COPY_FRESH));
        for (Case c : Case.listed()) {
            boolean known = BUILT_IN.contains(c.loss());
            boolean large = c.rows() > 32; // what DJL and DL4J lack is compared where it costs something
            if (known || (large && LACKING.contains(c.loss()))) {
                pairs.addAll(inFrameworks(c, known, natively));
            }
        }
        return pairs;
    }

    private static List<Pair> inFrameworks(Case c, boolean known, boolean natively) {
        List<Pair> pairs = new ArrayList<>();
        pairs.add(new Pair(c, Subject.DJL, Subject.DJL_FLOOR));
        if (natively && c.rows() * (long) c.columns() < LARGE) {
            pairs.add(new Pair(c, Subject.DJL, Subject.DJL_NATIVE));
            pairs.add(new Pair(c, Subject.DL4J, Subject.DL4J_NATIVE));
        }
        if (known) {
            pairs.add(new Pair(c, Subject.DJL, Subject.DJL_BUILT_IN));
            pairs.add(new Pair(c, Subject.DL4J, Subject.DL4J_BUILT_IN));
        }
        return pairs;
    }

    private static List<Pair> everyLoss() {
        List<Pair> pairs = new ArrayList<>();
        for (Case c : Case.everyLoss()) {
            pairs.add(new Pair(c, Subject.DJL, Subject.DJL_NATIVE));
            if (Dl4j.takes(c.loss())) {
                pairs.add(new Pair(c, Subject.DL4J, Subject.DL4J_NATIVE));
            }
        }
        return pairs;
    }

    /** Who takes turns: all that compute a case in one framework, or in none. */
    private List<Turns> turns() {
        Map<Map.Entry<Case, String>, Set<Subject>> groups = new LinkedHashMap<>();
        for (Pair p : pairs) {
            groups.computeIfAbsent(Map.entry(p.c, p.ours.framework()), k -> new LinkedHashSet<>())
                    .addAll(List.of(p.ours, p.peer));
        }
        List<Turns> turns = new ArrayList<>();
        groups.forEach((key, subjects) -> turns.add(new Turns(key.getKey(), subjects)));
        return turns;
    }

    private void measure(Turns turns) throws RunnerException {
        Timing.of(turns.c, turns.subjects, effort)
                .forEach((subject, timing) -> timings.computeIfAbsent(new Run(turns.c, subject), r -> new ArrayList<>())
                        .add(timing));
    }

    private boolean isMeasured(Pair p) {
        return timings.containsKey(new Run(p.c, p.ours)) && timings.containsKey(new Run(p.c, p.peer));
    }

    private String said(Turns turns) {
        return turns.c.title()
                + turns.subjects.stream()
                        .map(s -> ", %s %.1f us".formatted(s.title(), median(us(turns.c, s))))
                        .collect(Collectors.joining());
    }

    private List<String> ratios(List<Pair> measured) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join("\t", "case", "peer", "ours_us", "peer_us", "ratio", "spread"));
        for (Pair p : measured) {
            double[] ours = us(p.c, p.ours);
            double[] peer = us(p.c, p.peer);
            double ratio = median(peer) / median(ours);
            double spread = range(p.c, p.ours) / median(ours) + range(p.c, p.peer) / median(peer);
            lines.add("%s\t%s\t%.2f\t%.2f\t%.2f\t%.2f"
                    .formatted(p.title(), p.peer.title(), median(ours), median(peer), ratio, spread));
        }
        return lines;
    }

    /** One case of each loss: how many rows there are does not matter to a compilation. */
    private Collection<Case> programs() {
        Map<Loss, Case> programs = new LinkedHashMap<>();
        fused().forEach(c -> programs.putIfAbsent(c.loss(), c));
        return programs.values();
    }

    private List<Case> fused() {
        return pairs.stream()
                .filter(p -> p.ours == Subject.FUSED)
                .map(Pair::c)
                .distinct()
                .toList();
    }

    /** What is no ratio: a compilation, and what a call allocates. */
    private List<String> costs() {
        List<String> lines = new ArrayList<>();
        lines.add(String.join("\t", "case", "compile_us", "bytes_per_call"));
        for (Case c : fused()) {
            double bytes = of(c, Subject.FUSED).stream()
                    .mapToDouble(Timing::bytes)
                    .min()
                    .orElseThrow();
            double[] compile = us(c, Subject.COMPILE);
            lines.add("%s\t%s\t%.0f"
                    .formatted(c.title(), compile.length == 0 ? "" : "%.1f".formatted(median(compile)), bytes));
        }
        return lines;
    }

    private double[] us(Case c, Subject subject) {
        return of(c, subject).stream().mapToDouble(Timing::us).toArray();
    }

    private double range(Case c, Subject subject) {
        return median(of(c, subject).stream().mapToDouble(Timing::range).toArray());
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
