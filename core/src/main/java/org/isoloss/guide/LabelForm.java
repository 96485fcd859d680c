/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** How labels lie in columns of numbers, and what is looked for in them. */
enum LabelForm {
    TRUTH("one column of truths: 0, 1 or a share between, negative where not known; or -1 and 1", 1, 1, c -> {
        return IndicatorStatistics.of(c).ofOneLabel();
    }),
    TRUTHS(
            "a column for each label, of truths: 0, 1 or a share between, negative where not known",
            1,
            Integer.MAX_VALUE,
            c -> IndicatorStatistics.of(c).ofLabels()),
    CLASSES("one column of class numbers from 0, negative where not known", 1, 1, c -> ClassStatistics.of(c.get(0))
            .ofClasses()),
    TOKENS("one column of token numbers from 0, negative for padding", 1, 1, c -> ClassStatistics.of(c.get(0))
            .ofTokens()),
    NUMBERS("columns of numbers, taken together", 1, Integer.MAX_VALUE, c -> TargetStatistics.of(joined(c))
            .evidence()),
    GROUPS("one column of group numbers", 1, 1, c -> GroupStatistics.of(c.get(0))
            .evidence()),
    LISTS("two columns: the number of the list, and the grade, negative where there is no document", 2, 2, c -> {
        return ListStatistics.of(c.get(0), c.get(1)).evidence();
    }),
    NONE("no labels that say anything about the loss", 0, 0, c -> List.of());

    private final String sentence;
    private final int least;
    private final int most;
    private final Function<List<double[]>, List<Evidence>> read;

    LabelForm(String sentence, int least, int most, Function<List<double[]>, List<Evidence>> read) {
        this.sentence = sentence;
        this.least = least;
        this.most = most;
        this.read = read;
    }

    private static double[] joined(List<double[]> columns) {
        return columns.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    String sentence() {
        return sentence;
    }

    List<Evidence> read(Task task, List<double[]> columns) {
        if (columns.size() < least || columns.size() > most) {
            throw new IllegalArgumentException("%s takes %s, got %d".formatted(task, sentence, columns.size()));
        }
        List<Integer> rows = columns.stream().map(column -> column.length).toList();
        if (rows.stream().anyMatch(n -> n == 0 || !n.equals(rows.get(0)))) {
            throw new IllegalArgumentException(
                    "columns must have the same number of rows, at least 1, got %s".formatted(rows));
        }
        return read.apply(columns);
    }
}
