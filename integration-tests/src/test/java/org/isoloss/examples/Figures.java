/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A table of what an example has measured, each column with how far another machine may be off. */
final class Figures {

    record Column(String name, int decimals, double tolerance) {
        String head() {
            return "%s (±%s)".formatted(name, tolerance);
        }
    }

    private final String subject;
    private final List<Column> columns;
    private final Map<String, double[]> rows = new LinkedHashMap<>();

    private Figures(String subject, List<Column> columns) {
        this.subject = subject;
        this.columns = columns;
    }

    static Figures of(String subject, Column... columns) {
        return new Figures(subject, List.of(columns));
    }

    Figures row(String name, double... values) {
        rows.put(name, values);
        return this;
    }

    double get(String row, String column) {
        List<String> names = columns.stream().map(Column::name).toList();
        return Objects.requireNonNull(rows.get(row), row)[names.indexOf(column)];
    }

    List<String> names() {
        return List.copyOf(rows.keySet());
    }

    String markdown() {
        StringBuilder table = new StringBuilder("| " + subject);
        columns.forEach(c -> table.append(" | ").append(c.head()));
        table.append(" |\n|---").append("|---".repeat(columns.size())).append("|\n");
        rows.forEach((name, values) -> {
            table.append("| ").append(name);
            for (int i = 0; i < values.length; i++) {
                table.append(String.format(Locale.ROOT, " | %." + columns.get(i).decimals() + "f", values[i]));
            }
            table.append(" |\n");
        });
        return table.toString();
    }

    /** That {@code table} says the same, but for the tolerances. */
    void assertSaidBy(String table) {
        List<List<String>> told = cells(table);
        List<List<String>> measured = cells(markdown());
        assertThat(told).hasSameSizeAs(measured).hasSizeGreaterThan(2);
        assertThat(told.subList(0, 2)).isEqualTo(measured.subList(0, 2));
        for (int i = 2; i < told.size(); i++) {
            String row = told.get(i).get(0);
            assertThat(row).isEqualTo(measured.get(i).get(0));
            for (int j = 0; j < columns.size(); j++) {
                Column column = columns.get(j);
                assertThat(Double.parseDouble(told.get(i).get(j + 1)))
                        .as("%s of %s", column.name(), row)
                        .isCloseTo(
                                get(row, column.name()), within(column.tolerance() + Math.pow(10, -column.decimals())));
            }
        }
    }

    private static List<List<String>> cells(String table) {
        List<List<String>> cells = new ArrayList<>();
        table.lines()
                .forEach(line -> cells.add(Arrays.stream(line.split("\\|", -1))
                        .map(String::strip)
                        .filter(cell -> !cell.isEmpty())
                        .toList()));
        return cells;
    }
}
