/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isoloss.Loss;

/**
 * A row of the guide's table: a loss that may do for a task, and what speaks for and against it.
 *
 * @param task what it may do for
 * @param loss with the parameters that the task asks for
 * @param reasons what it is worth as such, and what with each trait that changes that
 * @param measured parameters for which labels can give a better value
 * @since 0.1
 */
public record Proposal(Task task, Loss loss, List<Reason> reasons, List<String> measured) {

    public Proposal {
        reasons = List.copyOf(reasons);
        measured = List.copyOf(measured);
    }

    static Proposal of(Task task, Loss loss, int worth, String sentence) {
        return new Proposal(task, loss, List.of(new Reason(Optional.empty(), worth, sentence, Map.of())), List.of());
    }

    Proposal when(Trait trait, int worth, String sentence) {
        return when(trait, worth, sentence, Map.of());
    }

    Proposal when(Trait trait, int worth, String sentence, Map<String, Object> parameters) {
        List<Reason> more = new ArrayList<>(reasons);
        more.add(new Reason(Optional.of(trait), worth, sentence, parameters));
        return new Proposal(task, loss, more, measured);
    }

    Proposal not(Trait trait, String sentence) {
        return when(trait, Reason.IMPOSSIBLE, sentence);
    }

    Proposal measured(String... parameters) {
        return new Proposal(task, loss, reasons, List.of(parameters));
    }

    /** What becomes of it with these traits and measured parameters. */
    Choice with(Set<Trait> traits, Map<String, Object> figures) {
        List<Reason> counted = reasons.stream()
                .filter(r -> r.trait().map(traits::contains).orElse(true))
                .toList();
        Map<String, Object> parameters = new LinkedHashMap<>();
        counted.forEach(r -> parameters.putAll(r.parameters()));
        figures.entrySet().stream()
                .filter(f -> measured.contains(f.getKey()))
                .forEach(f -> parameters.put(f.getKey(), f.getValue()));
        return new Choice(Parameters.with(loss, parameters), counted);
    }
}
