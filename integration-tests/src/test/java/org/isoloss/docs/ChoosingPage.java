/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isoloss.LossConfig;
import org.isoloss.guide.Choice;
import org.isoloss.guide.LossGuide;
import org.isoloss.guide.Proposal;
import org.isoloss.guide.Reason;
import org.isoloss.guide.Task;
import org.isoloss.guide.Trait;

/** The guide as a page: its whole table, and what comes first. */
final class ChoosingPage {

    private static final String HEAD = """
            # Choosing a loss

            Made from the guide's table; do not edit.

            A table says what each loss is worth for a task as such: 5 for the usual one, 0 or less for one that needs a trait of the data
            to speak for it. Each trait adds something or takes it away. The sum is the score; losses above 0 are ranked by it, equal ones
            in the order of the table. Nothing else happens: every number and every reason is below. The numbers are judgement, with sources
            where there are any; only the reasons can be right or wrong. So it is a start: train with the first two, and measure what you
            need.

            `isoloss choose` says the same on the command line, `org.isoloss.guide.LossGuide` in Java. Both read labels, too:
            `choose --task binary --labels FILE --column NAME` counts classes, looks for outliers and lengths of lists, and gives weights, delta and
            beta as they follow from them, each with the figures and the rule. A trait that labels show counts as if it were named.

            Two examples with real labels, which `FirstChoiceTest` trains. To find the one in seven of 442 patients who got much worse, the weight from the
            counts lifts the mean recall of both classes, in rows held out, from 0.69 to 0.80. With every tenth target mistyped tenfold, Huber with the delta from
            the spread has a mean absolute error of 0.51 where squared error has 1.65.

            """;

    private static final int SHOWN = 3;

    private ChoosingPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Task task : Task.values()) {
            page.append(section(task));
        }
        page.append("## Left out\n\n");
        LossGuide.leftOut().forEach((loss, why) -> page.append("- `%s`: %s%n".formatted(loss.getSimpleName(), why)));
        return page.toString();
    }

    private static String section(Task task) {
        Set<Trait> traits = LossGuide.traits(task);
        List<Proposal> rows =
                LossGuide.table().stream().filter(row -> row.task() == task).toList();
        StringBuilder section = new StringBuilder(
                "## %s%n%n%s%n%nLabels: %s.%n%n".formatted(title(task), task.sentence(), task.labels()));
        traits.forEach(t -> section.append("- *%s*: %s%n".formatted(words(t), t.sentence())));
        return section.append(traits.isEmpty() ? "" : "\n")
                .append(scores(rows, traits))
                .append(firsts(task, traits))
                .append(reasons(rows))
                .toString();
    }

    private static String scores(List<Proposal> rows, Set<Trait> traits) {
        StringBuilder table = new StringBuilder(
                line("loss", Stream.concat(Stream.of("as such"), traits.stream().map(ChoosingPage::words)))
                        + "|---|"
                        + "---|".repeat(traits.size() + 1)
                        + "\n");
        for (Proposal row : rows) {
            Stream<String> worths = traits.stream().map(t -> worth(row, t));
            String general = Integer.toString(row.reasons().get(0).worth());
            table.append(line(text(row), Stream.concat(Stream.of(general), worths)));
        }
        return table.append("\n").toString();
    }

    private static String worth(Proposal row, Trait trait) {
        return row.reasons().stream()
                .filter(r -> r.trait().filter(trait::equals).isPresent())
                .map(r -> r.impossible() ? "never" : String.format(Locale.ROOT, "%+d", r.worth()))
                .findFirst()
                .orElse("");
    }

    private static String firsts(Task task, Set<Trait> traits) {
        StringBuilder table =
                new StringBuilder(line("with", Stream.of("first", "second", "third")) + "|---|---|---|---|\n");
        table.append(line("none of these", names(LossGuide.choose(task, Set.of()))));
        for (Trait trait : traits) {
            table.append(line(words(trait), names(LossGuide.choose(task, EnumSet.of(trait)))));
        }
        return table.append("\n").toString();
    }

    private static Stream<String> names(List<Choice> choices) {
        Stream<String> names = choices.stream().map(c -> "`" + LossConfig.toText(c.loss()) + "`");
        return Stream.concat(names, Stream.generate(() -> "")).limit(SHOWN);
    }

    private static String reasons(List<Proposal> rows) {
        return rows.stream()
                .map(row -> "- %s: %s%n"
                        .formatted(
                                text(row),
                                row.reasons().stream().map(ChoosingPage::reason).collect(Collectors.joining(" "))))
                .collect(Collectors.joining("", "Why:\n\n", "\n"));
    }

    private static String reason(Reason reason) {
        return reason.trait().map(t -> "*%s*: ".formatted(words(t))).orElse("") + reason.sentence();
    }

    private static String text(Proposal row) {
        return "`" + LossConfig.toText(row.loss()) + "`";
    }

    private static String line(String first, Stream<String> cells) {
        return Stream.concat(Stream.of(first), cells).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String title(Task task) {
        String words = words(task);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
