/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isoloss.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private static final int DIFFERED = 1;
    private static final int BAD_INPUT = 2;
    private static final Limits RELAXED = Limits.STANDARD.withAccuracy(0.5);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Limits limits, String... arguments) {
        return Main.commandLine(limits)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void theMainJobTrainsComparesAndDraws(@TempDir Path directory) {
        Path page = directory.resolve("pages").resolve("report.html");

        assertThat(run(RELAXED, "--epochs", "2", "--out", page.toString())).isZero();

        assertThat(out.toString()).contains("Pictures: " + page.toUri());
        assertThat(page)
                .content()
                .contains("training-native-loss", "training-auto-accuracy", "parity-djl", "parity-dl4j")
                .contains("shape-gradient", "confident-error-value", "temperature-gradient", "<dt>JDK</dt>");

        assertThat(out.toString())
                .contains("digits: 1797 rows, 1438 for training", "network 64-64-10", "labelSmoothing=0.1")
                .contains("losses run NATIVE", "losses run AUTO")
                .containsPattern("\n +1 +\\d\\.\\d{6} +\\d\\.\\d{6}")
                .containsPattern("\n +2 +\\d\\.\\d{6} +\\d\\.\\d{6}");
        for (LossCatalogue.Entry entry : LossCatalogue.all().entries()) {
            String name = entry.name().replace(".", "\\.");
            assertThat(out.toString())
                    .containsPattern(name + " +float64 +NATIVE")
                    .containsPattern(name + " +float64 +AUTO")
                    .containsPattern(name + " +float32 +NATIVE")
                    .containsPattern(name + " +float32 +AUTO");
        }
        assertThat(err.toString()).contains("training", "comparing", "100%");
    }

    @Test
    void whatIsNotReachedIsTheLastSentence() {
        assertThat(run(Limits.STANDARD, "train", "--epochs", "1", "--hidden", "2"))
                .isEqualTo(DIFFERED);

        assertThat(err.toString().strip())
                .matches("(?s).*the accuracy of DJL must be at least 95\\.00 %, got \\d+\\.\\d\\d %");
    }

    @Test
    void whatDiffersFromTheCoreIsTheLastSentence() {
        Limits strict = new Limits(1, 1, 0, 1e-12, 1e-20);

        assertThat(run(strict, "parity", "--loss", "CrossEntropy")).isEqualTo(DIFFERED);

        assertThat(err.toString().strip())
                .matches("(?s).*classification.CrossEntropy in float32 on DJL may differ from the core by at most .*");
    }

    @Test
    void anotherLossAndAnotherDataSetCanBeChosen(@TempDir Path directory) throws IOException {
        String file = csv(directory).toString();

        int exit = run(
                RELAXED.withAccuracy(0),
                "train",
                "--csv=" + file,
                "--loss=Weighted",
                "--param=loss=BinaryCrossEntropy",
                "--param=weight=2",
                "--epochs=1",
                "--batch-size=8",
                "--learning-rate=0.01",
                "--seed=9");

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains(file + ": 40 rows, 32 for training, of which 0 have no known label, and 8 held out")
                .contains("network 3-64-2", "batches of 8", "seed 9")
                .contains("Weighted[weight=2.0, loss=BinaryCrossEntropy[");
    }

    @Test
    void aLossThatCannotTrainAClassifierIsComparedAndDrawn(@TempDir Path directory) {
        Path page = directory.resolve("report.html");

        int exit = run(RELAXED, "report", "--loss=TripletMargin", "--param=margin=0.5", "--out=" + page);

        assertThat(exit).isZero();
        assertThat(page)
                .content()
                .contains("TripletMargin cannot train a classifier", "&quot;margin&quot;:0.5", "parity-djl", "shape-1")
                .doesNotContain("training-");
    }

    @Test
    void theSameSeedPrintsTheSameTable() {
        run(RELAXED, "train", "--epochs=1", "--seed=3");
        String first = table();
        out.getBuffer().setLength(0);
        run(RELAXED, "train", "--epochs=1", "--seed=3");

        assertThat(table()).isEqualTo(first);
    }

    private String table() {
        return out.toString()
                .lines()
                .filter(line -> !line.startsWith("Trained"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void listShowsEveryLossWithItsParametersAndPorts() {
        assertThat(run(RELAXED, "list")).isZero();

        for (LossCatalogue.Entry entry : LossCatalogue.all().entries()) {
            String own = out.toString()
                    .split("(?m)^" + entry.name().replace(".", "\\.") + "$")[1]
                    .split("\n\n")[0];
            assertThat(own)
                    .contains(entry.parameters().stream().map(p -> p + "=").toList());
            assertThat(own).contains("reduction   " + entry.defaults().reduction());
            for (Port port : entry.defaults().signature().ports()) {
                assertThat(own)
                        .contains(
                                port.name(),
                                port.dims().toString(),
                                port.domain().toString());
            }
        }
        assertThat(out.toString()).contains("labelSmoothing=0.0", "temperature=0.07", "similarity=COSINE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "train", "parity", "report", "list", "choose"})
    void everyCommandHasHelp(String command) {
        List<String> arguments = command.isEmpty() ? List.of("--help") : List.of(command, "--help");

        assertThat(run(RELAXED, arguments.toArray(String[]::new))).isZero();

        assertThat(out.toString()).startsWith("Usage: isoloss").contains("--help");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --epochs many | Invalid value for option '--epochs': 'many' is not an int",
                "train --epochs 0 | epochs must be finite and at least 1, got 0",
                "train --batch-size 0 | batchSize must be finite and at least 1, got 0",
                "train --learning-rate -1 | learningRate must be finite and greater than 0, got -1",
                "train --learning-rate NaN | learningRate must be finite and greater than 0, got NaN",
                "train --hidden 0 | hidden must be finite and at least 1, got 0",
                "train --unknown 1 | unknown must be in [0, 1), got 1",
                "train --csv none.csv | 'none.csv' is not a file that can be read",
                "train --loss Nothing | 'Nothing' is not a loss on the class path; 'list' shows ours",
                "train --param labelSmoothing=2 | labelSmoothing must be in [0, 1], got 2",
                "train --loss CrossEntropy --param classWeights=1,2 "
                        + "| CrossEntropy: 'classWeights' must have C=10 entries as in logits, got 2",
                "parity --loss Nothing | 'Nothing' is not a loss on the class path; 'list' shows ours",
                "report --loss Nothing | 'Nothing' is not a loss on the class path; 'list' shows ours",
                "report --out .. | '..' is not a file that can be written",
                "--out pom.xml/report.html | 'pom.xml/report.html' is not a file that can be written",
                "--loss TripletMargin | TripletMargin cannot train a classifier, which has scores [N, C] and classes [N] or "
                        + "indicators [N, C]; it takes [anchor [N, D] EMBEDDING, positive [N, D] EMBEDDING, "
                        + "negative [N, D] EMBEDDING]",
                "--epochs 3 list | '--epochs' must come after the subcommand",
                "teach | Unmatched argument at index 0: 'teach'"
            })
    void badInputIsOneSentence(String arguments, String sentence) {
        assertThat(run(RELAXED, arguments.split(" "))).isEqualTo(BAD_INPUT);

        String last = err.toString().strip().replaceAll("(?s).*\r", "").strip();
        assertThat(last).isEqualTo(sentence);
        assertThat(last.lines()).hasSize(1);
    }

    /** Forty rows of three numbers in two classes. */
    private static Path csv(Path directory) throws IOException {
        Random random = new Random(1);
        String rows = IntStream.range(0, 40)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%f,%f,%f,%d%n",
                        random.nextGaussian() + i % 2,
                        random.nextGaussian(),
                        1.0 * i,
                        i % 2))
                .collect(Collectors.joining());
        return Files.writeString(directory.resolve("two.csv"), "a,b,c,kind\n" + rows);
    }
}
