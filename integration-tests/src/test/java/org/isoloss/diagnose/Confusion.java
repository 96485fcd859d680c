/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What was named first in trainings with a fault and in trainings without, on seeds that no threshold was set on. */
final class Confusion {

    /** Thresholds were set on these, and nothing may be judged on them. */
    static final List<Long> TUNING = LongStream.rangeClosed(1, 45).boxed().toList();

    /** Each fault is judged on these. */
    static final List<Long> FAULTY = List.of(901L, 902L);

    /** Trainings without a fault are judged on these, by task; in two frameworks they are 20. */
    static final Map<Task, List<Long>> HEALTHY = Map.of(
            Task.DIGITS, List.of(1001L, 1002L, 1003L, 1004L),
            Task.TUMOURS, List.of(1005L, 1006L, 1007L),
            Task.PATIENTS, List.of(1008L, 1009L, 1010L));

    private static final String NOTHING = "nothing";

    private final Map<Fault, Map<Framework, Map<String, Integer>>> named = new EnumMap<>(Fault.class);
    private final Map<Framework, Map<String, Integer>> alarms = new EnumMap<>(Framework.class);

    private Confusion() {}

    /** Each training is run once. */
    static Confusion measured() {
        return Holder.MEASURED;
    }

    private static final class Holder {
        private static final Confusion MEASURED = run();
    }

    private static Confusion run() {
        Confusion confusion = new Confusion();
        for (Framework framework : Framework.values()) {
            for (Fault fault : Fault.values()) {
                for (long seed : FAULTY) {
                    confusion.counts(fault, framework).merge(first(framework, fault.recipe(seed)), 1, Integer::sum);
                }
            }
            HEALTHY.forEach((task, seeds) -> seeds.forEach(seed -> confusion
                    .alarms
                    .computeIfAbsent(framework, f -> new TreeMap<>())
                    .merge(first(framework, Recipe.healthy(task, seed)), 1, Integer::sum)));
        }
        return confusion;
    }

    private static String first(Framework framework, Recipe recipe) {
        LossMonitor monitor = new LossMonitor();
        framework.train(recipe, monitor);
        return monitor.diagnosis().map(finding -> finding.rule().name()).orElse(NOTHING);
    }

    private Map<String, Integer> counts(Fault fault, Framework framework) {
        return named.computeIfAbsent(fault, f -> new EnumMap<>(Framework.class))
                .computeIfAbsent(framework, f -> new TreeMap<>());
    }

    /** How often each rule came first. */
    Map<String, Integer> named(Fault fault, Framework framework) {
        return counts(fault, framework);
    }

    /** How many trainings without a fault there were. */
    int healthy() {
        return alarms.values().stream()
                .flatMap(counts -> counts.values().stream())
                .mapToInt(n -> n)
                .sum();
    }

    /** How many of them were found fault with. */
    int falseAlarms() {
        return healthy()
                - alarms.values().stream()
                        .mapToInt(counts -> counts.getOrDefault(NOTHING, 0))
                        .sum();
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| what was done | what was named first in DJL | and in DL4J |");
        lines.add("|---|---|---|");
        named.forEach((fault, counts) -> lines.add(row(fault.how(), counts)));
        lines.add(row("nothing wrong", alarms));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String what, Map<Framework, Map<String, Integer>> counts) {
        Map<Framework, String> cells = new LinkedHashMap<>();
        counts.forEach((framework, names) -> cells.put(
                framework,
                names.entrySet().stream()
                        .map(entry -> "%s %d".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "))));
        return "| %s | %s | %s |".formatted(what, cells.get(Framework.DJL), cells.get(Framework.DL4J));
    }
}
