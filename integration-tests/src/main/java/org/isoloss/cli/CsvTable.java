/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.isoloss.Check;

/**
 * A CSV file with a header. Whatever does not fit is one sentence that names the line, since the file is not ours.
 *
 * @param name where it comes from, for messages
 * @param header the names of the columns
 * @param rows of as many entries
 */
record CsvTable(String name, List<String> header, List<CSVRecord> rows) {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .get();

    CsvTable {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    static CsvTable read(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("'%s' is not a file that can be read".formatted(file));
        }
        try (Reader in = Files.newBufferedReader(file)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new IllegalArgumentException("'%s' cannot be read as text: %s".formatted(file, e.getMessage()), e);
        }
    }

    static CsvTable read(String name, Reader in) throws IOException {
        try (CSVParser parser = FORMAT.parse(in)) {
            CsvTable table = new CsvTable(name, parser.getHeaderNames(), parser.getRecords());
            table.rows.forEach(table::requireWidth);
            return table;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void requireWidth(CSVRecord row) {
        if (row.size() != header.size()) {
            throw wrong(row, "must have %d entries as the header has, got %d".formatted(header.size(), row.size()));
        }
    }

    /** The numbers of a column. */
    double[] column(String column) {
        int index = header.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("%s has no column '%s'; it has %s".formatted(name, column, header));
        }
        return rows.stream().mapToDouble(row -> number(row, index)).toArray();
    }

    double number(CSVRecord row, int column) {
        try {
            double value = Double.parseDouble(row.get(column));
            Check.finite(header.get(column), value);
            return value;
        } catch (IllegalArgumentException e) {
            throw wrong(
                    row, "must have a finite number in '%s', got '%s'".formatted(header.get(column), row.get(column)));
        }
    }

    IllegalArgumentException wrong(CSVRecord row, String sentence) {
        return new IllegalArgumentException("%s: row %d %s".formatted(name, row.getRecordNumber(), sentence));
    }
}
