/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.isoloss.Check;

/**
 * Reads data sets from CSV: a header, then numbers, the last of which is the class. Whatever does not fit is one sentence that
 * names the line, since the file is not ours.
 */
final class CsvReader {

    private static final String DIGITS = "/org/isoloss/data/digits.csv";
    private static final int LEAST_ROWS = 5;
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .get();

    private final String name;
    private final List<Example> examples = new ArrayList<>();
    private int classes;

    private CsvReader(String name) {
        this.name = name;
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
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("'%s' is not a file that can be read".formatted(file));
        }
        try (Reader in = Files.newBufferedReader(file)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new IllegalArgumentException("'%s' cannot be read as text: %s".formatted(file, e.getMessage()), e);
        }
    }

    static DataSet read(String name, Reader in) throws IOException {
        CsvReader reader = new CsvReader(name);
        try (CSVParser parser = FORMAT.parse(in)) {
            List<String> header = parser.getHeaderNames();
            if (header.size() < 2) {
                throw new IllegalArgumentException(
                        "%s must have a header of at least 2 columns, got %s".formatted(name, header));
            }
            for (CSVRecord row : parser) {
                reader.add(header, row);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return reader.done();
    }

    private void add(List<String> header, CSVRecord row) {
        int width = header.size() - 1;
        if (row.size() != header.size()) {
            throw wrong(row, "must have %d entries as the header has, got %d".formatted(header.size(), row.size()));
        }
        List<Double> features = new ArrayList<>(width);
        for (int column = 0; column < width; column++) {
            features.add(number(header.get(column), row, column));
        }
        double label = number(header.get(width), row, width);
        if (label != Math.rint(label) || label < 0 || label >= Integer.MAX_VALUE) {
            throw wrong(
                    row,
                    "must have a class in '%s', a whole number from 0, got %s"
                            .formatted(header.get(width), row.get(width)));
        }
        examples.add(new Example(features, (int) label));
        classes = Math.max(classes, (int) label + 1);
    }

    private double number(String column, CSVRecord row, int index) {
        try {
            double value = Double.parseDouble(row.get(index));
            Check.finite(column, value);
            return value;
        } catch (IllegalArgumentException e) {
            throw wrong(row, "must have a finite number in '%s', got '%s'".formatted(column, row.get(index)));
        }
    }

    private IllegalArgumentException wrong(CSVRecord row, String sentence) {
        return new IllegalArgumentException("%s: row %d %s".formatted(name, row.getRecordNumber(), sentence));
    }

    private DataSet done() {
        if (examples.size() < LEAST_ROWS) {
            throw new IllegalArgumentException("%s must have at least %d rows below the header, got %d"
                    .formatted(name, LEAST_ROWS, examples.size()));
        }
        if (classes < 2 || classes > examples.size() / 2) {
            throw new IllegalArgumentException("%s must have from 2 to %d classes, half its rows, got labels up to %d"
                    .formatted(name, examples.size() / 2, classes - 1));
        }
        return new DataSet(name, examples, classes);
    }
}
