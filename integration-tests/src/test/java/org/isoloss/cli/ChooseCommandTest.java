/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isoloss.LossConfig;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.guide.LossGuide;
import org.isoloss.guide.Task;
import org.isoloss.guide.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChooseCommandTest {

    private static final int BAD_INPUT = 2;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(Limits.STANDARD)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static String data(String file) {
        try {
            return Path.of(Objects.requireNonNull(ChooseCommandTest.class.getResource("/org/isoloss/data/" + file))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(file, e);
        }
    }

    /** The losses that are printed, the best first. */
    private List<String> ranked() {
        return out.toString()
                .lines()
                .filter(line -> line.matches(" ?\\d+  .*"))
                .map(line -> line.substring(4))
                .toList();
    }

    @Test
    void withoutATaskItPrintsWhatThereIsToChoose() {
        assertThat(run("choose")).isZero();

        for (Task task : Task.values()) {
            assertThat(out.toString())
                    .contains("--task " + written(task), task.sentence(), "--labels " + task.labels());
        }
        for (Trait trait : Trait.values()) {
            assertThat(out.toString()).contains("--trait " + written(trait), trait.sentence());
        }
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void everyTaskIsRankedWithReasonsInTextThatIsReadBack(Task task) {
        assertThat(run("choose", "--task", written(task), "--top", "100")).isZero();

        assertThat(ranked().stream().map(LossConfig::parse).toList())
                .isNotEmpty()
                .isEqualTo(LossGuide.choose(task, Set.of()).stream()
                        .map(choice -> choice.loss())
                        .toList());
        assertThat(out.toString()).containsPattern("\n    ( |\\d|\\+|-)+\\d  [A-Z].*[.]\n");
    }

    @Test
    void traitsAndAnyCaseAreUnderstood() {
        assertThat(run("choose", "--task=Multi_Class", "--trait=noisy-labels,IMBALANCE", "--top=2"))
                .isZero();

        assertThat(ranked()).containsExactly("CrossEntropy(labelSmoothing=0.1)", "AbsoluteError");
        assertThat(out.toString()).contains("+2  noisy-labels: Smoothing by 0.1", "+3  imbalance: Class weights");
    }

    @Test
    void tumoursAreSlightlyUnequal() {
        assertThat(run("choose", "--task=binary", "--labels", data("breast_cancer.csv")))
                .isZero();

        assertThat(out.toString())
                .contains("labels: 357 positives and 212 negatives: 1.68 to 1, below the 4 from which");
        assertThat(ranked().get(0)).isEqualTo("BinaryCrossEntropy");
    }

    @Test
    void digitsHaveTenClassesAboutEquallyOften() {
        assertThat(run("choose", "--task=multi-class", "--labels", data("digits.csv")))
                .isZero();

        assertThat(out.toString()).contains("10 classes of 174 to 183 labels: 1.05 to 1", "near log C = 2.3 has");
    }

    @Test
    void aDiseaseIsANumberWithoutOutliersFromWhichDeltaFollows() {
        assertThat(run("choose", "--task=regression", "--labels", data("diabetes.csv"), "--column=progression"))
                .isZero();

        assertThat(out.toString()).contains("442 numbers from 25 to 346, median 141, skewness 0.439; scale 88.2");
        assertThat(ranked()).startsWith("SquaredError", "Huber(delta=119.0)");
    }

    @Test
    void rareClassesListsAndOutliersChangeWhatComesFirst(@TempDir Path directory) throws IOException {
        String rows = IntStream.range(0, 200)
                .mapToObj(i -> "%d,%d,%d,%s%n"
                        .formatted(i % 20 == 0 ? 1 : 0, i / 10, i % 10, i % 25 == 0 ? "99" : "0." + i % 10))
                .collect(Collectors.joining());
        Path file = Files.writeString(directory.resolve("labels.csv"), "rare,list,place,number\n" + rows);

        run("choose", "--task=binary", "--labels=" + file, "--column=rare", "--top=1");
        run("choose", "--task=ranking", "--labels=" + file, "--column=list,place", "--top=1");
        run("choose", "--task=regression", "--labels=" + file, "--top=1");

        assertThat(ranked()).hasSize(3).startsWith("BinaryCrossEntropy(positiveWeight=19.0)", "ListMle");
        assertThat(LossConfig.parse(ranked().get(0))).isEqualTo(new BinaryCrossEntropy().withPositiveWeight(19));
        assertThat(ranked().get(2)).startsWith("Huber(delta=");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "choose --task dreams | 'dreams' is not a task; there are [binary, multi-class, multi-label, regression, "
                        + "embedding, ranking, language-model, transcription, segmentation, boxes]",
                "choose --task boxes --trait groups | 'groups' is not a trait of boxes; there are [outliers, varying-noise]",
                "choose --trait groups | --trait and --labels need a --task, got none",
                "choose --task boxes --column x | --column needs --labels, got none",
                "choose --task boxes --labels none.csv | 'none.csv' is not a file that can be read",
                "choose --task binary --labels DIABETES --column age | truths must be in [0, 1], got 59",
                "choose --task boxes --labels DIABETES --column size | DIABETES has no column 'size'; it has [age, sex, bmi, "
                        + "bp, s1, s2, s3, s4, s5, s6, progression]",
                "choose --task ranking --labels DIABETES | RANKING takes two columns: the number of the list, and the grade, "
                        + "negative where there is no document, got 1",
                "choose --task multi-class --labels DIABETES --column s5 "
                        + "| labels must be whole numbers below 16777216, got 4.8598",
                "choose --task boxes --top 0 | top must be finite and at least 1, got 0",
                "choose --top many | Invalid value for option '--top': 'many' is not an int"
            })
    void badInputIsOneSentence(String arguments, String sentence) {
        String file = data("diabetes.csv");
        String[] given = List.of(arguments.split(" ")).stream()
                .map(argument -> argument.replace("DIABETES", file))
                .toArray(String[]::new);

        assertThat(run(given)).isEqualTo(BAD_INPUT);
        assertThat(err.toString().strip()).isEqualTo(sentence.replace("DIABETES", file));
    }
}
