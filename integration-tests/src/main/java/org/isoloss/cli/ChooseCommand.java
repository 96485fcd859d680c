/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.isoloss.Check;
import org.isoloss.LossConfig;
import org.isoloss.guide.Choice;
import org.isoloss.guide.Evidence;
import org.isoloss.guide.LossGuide;
import org.isoloss.guide.Reason;
import org.isoloss.guide.Task;
import org.isoloss.guide.Trait;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which loss? */
@Command(
        name = "choose",
        description =
                "Ranks the losses for a task, with parameters and reasons. Without a task: what there is to choose.")
final class ChooseCommand implements Runnable {

    @Option(names = "--task", paramLabel = "TASK", description = "What the network is to learn.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--trait",
            paramLabel = "TRAIT",
            split = ",",
            description = "What is special about data or network. May be repeated.")
    private List<String> traits = new ArrayList<>();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "A CSV file with a header: its labels show further traits, and parameters.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--column",
            paramLabel = "NAME",
            split = ",",
            description = "A column of the file with labels. May be repeated. Default: the last.")
    private List<String> columns = new ArrayList<>();

    @Option(names = "--top", description = "How many losses to show. Default: VALUE.")
    private int top = 5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        Check.atLeast("top", top, 1);
        task.ifPresentOrElse(name -> choose(named("task", name, EnumSet.allOf(Task.class))), this::list);
    }

    /** The constant that is written {@code multi-class} for {@code MULTI_CLASS}. */
    private static <E extends Enum<E>> E named(String what, String name, Set<E> among) {
        return among.stream()
                .filter(e -> written(e).equals(name.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not a %s; there are %s"
                        .formatted(
                                name,
                                what,
                                among.stream().map(ChooseCommand::written).toList())));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void list() {
        if (!traits.isEmpty() || labels.isPresent()) {
            throw new IllegalArgumentException("--trait and --labels need a --task, got none");
        }
        PrintWriter out = spec.commandLine().getOut();
        for (Task each : Task.values()) {
            out.printf("--task %s%n  %s%n", written(each), each.sentence());
            LossGuide.traits(each).forEach(t -> out.printf("  --trait %-20s %s%n", written(t), t.sentence()));
            out.printf("  --labels %s%n%n", each.labels());
        }
    }

    private void choose(Task task) {
        Set<Trait> given = traits.stream()
                .map(t -> named("trait of " + written(task), t, LossGuide.traits(task)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Trait.class)));
        List<Evidence> evidence = evidence(task);
        List<Choice> choices = LossGuide.choose(task, given, evidence);
        if (choices.isEmpty()) {
            throw new UnsupportedOperationException("no loss here can do %s with %s".formatted(written(task), traits));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s: %s%n", written(task), task.sentence());
        given.forEach(t -> out.printf("  %s: %s%n", written(t), t.sentence()));
        evidence.forEach(e -> out.printf(
                "  labels: %s%s%n", e.trait().map(t -> written(t) + ". ").orElse(""), e.sentence()));
        for (int rank = 1; rank <= Math.min(top, choices.size()); rank++) {
            print(rank, choices.get(rank - 1), out);
        }
    }

    private List<Evidence> evidence(Task task) {
        if (labels.isEmpty()) {
            if (!columns.isEmpty()) {
                throw new IllegalArgumentException("--column needs --labels, got none");
            }
            return List.of();
        }
        CsvTable table = CsvTable.read(labels.get());
        List<String> header = table.header();
        List<String> chosen =
                !columns.isEmpty() || header.isEmpty() ? columns : header.subList(header.size() - 1, header.size());
        return task.evidence(chosen.stream().map(table::column).toList());
    }

    private static void print(int rank, Choice choice, PrintWriter out) {
        out.printf("%n%2d  %s%n", rank, LossConfig.toText(choice.loss()));
        for (Reason reason : choice.reasons()) {
            String why = reason.trait().map(t -> written(t) + ": ").orElse("");
            out.printf(Locale.ROOT, "    %+3d  %s%s%n", reason.worth(), why, reason.sentence());
        }
    }
}
