/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

    private static final String GOOD = "1,2,0;3,4,1;5,6,0;7,8,1;9,10,0";

    @Test
    void theDigitsAreComplete() {
        DataSet digits = CsvReader.digits();

        assertThat(digits.examples()).hasSize(1797);
        assertThat(digits.width()).isEqualTo(64);
        assertThat(digits.classes()).isEqualTo(10);
        assertThat(digits.examples().stream().flatMap(e -> e.features().stream()))
                .allMatch(grey -> grey >= 0 && grey <= 16);
    }

    @Test
    void theLastColumnIsTheClass() {
        DataSet data = read("a,b,kind;" + GOOD);

        assertThat(data.examples().get(1)).isEqualTo(new Example(List.of(3.0, 4.0), 1));
        assertThat(data.classes()).isEqualTo(2);
    }

    @Test
    void blanksAroundNumbersAreNothing() {
        assertThat(read("a,b,kind; 1 ,2 , 0;" + GOOD).examples().get(0)).isEqualTo(new Example(List.of(1.0, 2.0), 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,kind;1,2;G | x.csv: row 1 must have 3 entries as the header has, got 2",
                "a,b,kind;1,2,0,9;G | x.csv: row 1 must have 3 entries as the header has, got 4",
                "a,b,kind;G;1,two,0 | x.csv: row 6 must have a finite number in 'b', got 'two'",
                "a,b,kind;NaN,2,0;G | x.csv: row 1 must have a finite number in 'a', got 'NaN'",
                "a,b,kind;1,,0;G | x.csv: row 1 must have a finite number in 'b', got ''",
                "a,b,kind;1,2,cat;G | x.csv: row 1 must have a finite number in 'kind', got 'cat'",
                "a,b,kind;1,2,0.5;G | x.csv: row 1 must have a class in 'kind', a whole number from 0, got 0.5",
                "a,b,kind;1,2,-1;G | x.csv: row 1 must have a class in 'kind', a whole number from 0, got -1",
                "a,b,kind;1,2,1e9;G | x.csv must have from 2 to 3 classes, half its rows, got labels up to 1000000000",
                "a,b,kind;1,2,0;1,2,0;1,2,0;1,2,0;1,2,0 "
                        + "| x.csv must have from 2 to 2 classes, half its rows, got labels up to 0",
                "a,b,kind | x.csv must have at least 5 rows below the header, got 0",
                "kind;0;1 | x.csv must have a header of at least 2 columns, got [kind]"
            })
    void whatDoesNotFitIsOneSentence(String text, String sentence) {
        assertThatThrownBy(() -> read(text.replace("G", GOOD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void anEmptyFileHasNoHeader() {
        assertThatThrownBy(() -> read("")).hasMessage("x.csv must have a header of at least 2 columns, got []");
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("none.csv");

        assertThatThrownBy(() -> CsvReader.read(file)).hasMessage("'%s' is not a file that can be read", file);
        assertThatThrownBy(() -> CsvReader.read(directory))
                .hasMessage("'%s' is not a file that can be read", directory);
    }

    @Test
    void aFileThatIsNoTextIsNamed(@TempDir Path directory) throws IOException {
        Path binary = Files.write(directory.resolve("x.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Path unclosed = Files.writeString(directory.resolve("y.csv"), "a,b\n\"1,2\n", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> CsvReader.read(binary)).hasMessageStartingWith("'%s' cannot be read as text", binary);
        assertThatThrownBy(() -> CsvReader.read(unclosed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'%s' cannot be read as text", unclosed);
    }

    private static DataSet read(String lines) {
        try {
            return CsvReader.read("x.csv", new StringReader(lines.replace(';', '\n')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
