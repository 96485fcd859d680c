/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;

/** Makes data sets of CSV: a header, then numbers, the last of which is the class. */
final class CsvReader {

    private static final String DIGITS = "/org/isoloss/data/digits.csv";
    private static final int LEAST_ROWS = 5;

    private final CsvTable table;

    private CsvReader(CsvTable table) {
        this.table = table;
    }

    /** The handwritten digits that are shipped with the program. */
    static DataSet digits() {
        try (InputStream in = Objects.requireNonNull(CsvReader.class.getResourceAsStream(DIGITS), DIGITS)) {
            return read("digits", new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DataSet read(Path file) {
        return new CsvReader(CsvTable.read(file)).dataSet();
    }

    static DataSet read(String name, Reader in) throws IOException {
        return new CsvReader(CsvTable.read(name, in)).dataSet();
    }

    private DataSet dataSet() {
        if (table.header().size() < 2) {
            throw new IllegalArgumentException(
                    "%s must have a header of at least 2 columns, got %s".formatted(table.name(), table.header()));
        }
        List<Example> examples = table.rows().stream().map(this::example).toList();
        if (examples.size() < LEAST_ROWS) {
            throw new IllegalArgumentException("%s must have at least %d rows below the header, got %d"
                    .formatted(table.name(), LEAST_ROWS, examples.size()));
        }
        int classes = 1 + examples.stream().mapToInt(Example::label).max().orElseThrow();
        if (classes < 2 || classes > examples.size() / 2) {
            throw new IllegalArgumentException("%s must have from 2 to %d classes, half its rows, got labels up to %d"
                    .formatted(table.name(), examples.size() / 2, classes - 1));
        }
        return new DataSet(table.name(), examples, classes);
    }

    private Example example(CSVRecord row) {
        int width = table.header().size() - 1;
        List<Double> features = IntStream.range(0, width)
                .mapToObj(column -> table.number(row, column))
                .toList();
        double label = table.number(row, width);
        if (label != Math.rint(label) || label < 0 || label >= Integer.MAX_VALUE) {
            throw table.wrong(
                    row,
                    "must have a class in '%s', a whole number from 0, got %s"
                            .formatted(table.header().get(width), row.get(width)));
        }
        return new Example(features, (int) label);
    }
}
