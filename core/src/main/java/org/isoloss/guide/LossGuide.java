/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.isoloss.Loss;
import org.isoloss.composite.Weighted;

/**
 * Ranks losses for a task.
 *
 * <p>A table says what each loss is worth for the task as such, from 5 for the usual one to 0 and less for one that needs a
 * trait to speak for it, and what each trait adds or takes away. The sum is the score. Losses with a score above 0 are choices,
 * the highest first, equal ones as the table has them. It is a start, not a proof: train with the first two and measure.
 *
 * @since 0.1
 */
public final class LossGuide {

    private static final List<Proposal> TABLE = Stream.of(
                    BinaryTable.ROWS,
                    MultiClassTable.ROWS,
                    MultiLabelTable.ROWS,
                    RegressionTable.ROWS,
                    EmbeddingTable.ROWS,
                    RankingTable.ROWS,
                    SequenceTable.ROWS,
                    SegmentationTable.ROWS)
            .flatMap(List::stream)
            .toList();

    private static final Map<Class<? extends Loss>, String> LEFT_OUT = Map.of(
            Weighted.class, "A factor before a loss, with which parts of a sum are balanced; no choice by itself.");

    private LossGuide() {}

    /** The whole table. */
    public static List<Proposal> table() {
        return TABLE;
    }

    /** Losses of the library that the table leaves out, and why. */
    public static Map<Class<? extends Loss>, String> leftOut() {
        return LEFT_OUT;
    }

    /** The traits that change something for a task. */
    public static Set<Trait> traits(Task task) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        rows(task).flatMap(row -> row.reasons().stream()).forEach(r -> r.trait().ifPresent(traits::add));
        return traits;
    }

    private static Stream<Proposal> rows(Task task) {
        return TABLE.stream().filter(row -> row.task() == task);
    }

    /**
     * The losses for a task, the best first.
     *
     * @param traits among those of {@link #traits(Task)}
     */
    public static List<Choice> choose(Task task, Set<Trait> traits) {
        return choose(task, traits, List.of());
    }

    /**
     * The losses for a task, the best first, with parameters that labels show.
     *
     * @param traits among those of {@link #traits(Task)}
     * @param evidence as {@link Task#evidence} reads it; its traits count, too
     */
    public static List<Choice> choose(Task task, Set<Trait> traits, Collection<Evidence> evidence) {
        Set<Trait> known = traits(task);
        traits.stream().filter(t -> !known.contains(t)).findFirst().ifPresent(t -> {
            throw new IllegalArgumentException(
                    "%s changes nothing about %s; what does is %s".formatted(t, task, known));
        });
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        Map<String, Object> figures = new LinkedHashMap<>();
        evidence.forEach(e -> {
            e.trait().filter(known::contains).ifPresent(all::add);
            figures.putAll(e.parameters());
        });
        return rows(task)
                .map(row -> row.with(all, figures))
                .filter(choice -> choice.score() > 0)
                .sorted(Comparator.comparingInt(Choice::score).reversed())
                .toList();
    }

    /** The first choice for a task; empty if no loss can do with all these traits. */
    public static Optional<Loss> first(Task task, Set<Trait> traits, Collection<Evidence> evidence) {
        return choose(task, traits, evidence).stream().findFirst().map(Choice::loss);
    }
}
