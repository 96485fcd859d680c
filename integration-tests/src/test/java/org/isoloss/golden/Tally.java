/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the cases of each pair fared on each way, as a table. */
final class Tally {

    /** What became of a case. */
    enum Verdict {
        PASSED,
        DEVIATING,
        FAILED,
        UNMAPPED
    }

    private static final String HEADER = "loss\timpl\tbackend\tvia\tcases\tpassed\tdeviating\tfailed\tunmapped";

    private record Row(String loss, String impl, String backend, String via) implements Comparable<Row> {
        private static final Comparator<Row> ORDER = Comparator.comparing(Row::loss)
                .thenComparing(Row::impl)
                .thenComparing(Row::backend)
                .thenComparing(Row::via);

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Row, Map<Verdict, Integer>> rows = new TreeMap<>();
    private final Map<Deviation, Integer> policies = new EnumMap<>(Deviation.class);
    private int regular;
    private int regularDeviating;

    void count(GoldenCase golden, Via via, Verdict verdict) {
        rows.computeIfAbsent(
                        new Row(golden.loss(), golden.impl(), via.backend(), via.via()),
                        r -> new EnumMap<>(Verdict.class))
                .merge(verdict, 1, Integer::sum);
        if (!golden.hard() && verdict != Verdict.UNMAPPED) {
            regular++;
            regularDeviating += verdict == Verdict.DEVIATING ? 1 : 0;
        }
    }

    void count(Deviation policy) {
        policies.merge(policy, 1, Integer::sum);
    }

    int failed() {
        return rows.values().stream()
                .mapToInt(r -> r.getOrDefault(Verdict.FAILED, 0))
                .sum();
    }

    /** The share of cases without extremes or ties that deviate. */
    double regularShareDeviating() {
        return regular == 0 ? 0 : (double) regularDeviating / regular;
    }

    Map<Deviation, Integer> policies() {
        return policies;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rows.forEach((row, counts) -> {
            int cases = counts.values().stream().mapToInt(Integer::intValue).sum();
            List<String> cells = new ArrayList<>(List.of(row.loss, row.impl, row.backend, row.via, "" + cases));
            for (Verdict verdict : Verdict.values()) {
                cells.add("" + counts.getOrDefault(verdict, 0));
            }
            lines.add(String.join("\t", cells));
        });
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
