/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isoloss.contract.LossRecords;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.docs.Docs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.serde.json.JsonMappers;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/**
 * What was saved is read for ever. {@code config/1} has a file for each loss, a line for each variant, as version 1 writes them;
 * {@code -Disoloss.docs=write} writes them anew, which is for the time before its release.
 */
class ConfigCompatibilityTest {

    private static final Path VERSION_1 = Path.of("src/test/resources/config/1");

    @BeforeAll
    static void write() throws IOException {
        if (!Docs.areWritten()) {
            return;
        }
        Files.createDirectories(VERSION_1);
        for (Loss loss : LossRecords.all()) {
            String lines = Stream.concat(Stream.of(loss), LossRecords.variants(loss).stream())
                    .map(LossConfig::toJson)
                    .collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(VERSION_1.resolve(loss.name() + ".json"), lines);
        }
    }

    static List<String> saved() throws IOException {
        try (Stream<Path> files = Files.list(VERSION_1)) {
            return files.sorted().flatMap(ConfigCompatibilityTest::lines).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }

    /** A new loss gets its file by {@code -Disoloss.docs=write}. */
    @Test
    void thereIsAFileForEachLoss() throws IOException {
        assertThat(LossRecords.all()).isNotEmpty().allSatisfy(loss -> assertThat(
                        VERSION_1.resolve(loss.name() + ".json"))
                .isNotEmptyFile());
        assertThat(saved())
                .hasSizeGreaterThanOrEqualTo(LossRecords.withVariants().size());
    }

    @ParameterizedTest
    @MethodSource("saved")
    void isReadWithAllItsParameters(String json) throws JsonProcessingException {
        Loss loss = LossConfig.fromJson(json);
        assertThat(LossConfig.toJson(loss)).isEqualTo(json);
        if (loss.reduction() != Reduction.NONE) {
            String wrapped = "{\"@class\": \"org.isoloss.dl4j.Dl4jLoss\", \"loss\": " + json + "}";
            assertThat(JsonMappers.getMapper().readValue(wrapped, ILossFunction.class))
                    .isEqualTo(new Dl4jLoss(loss));
        }
    }

    // ---- what can't be read says why ----

    private static String plain() {
        return lines(VERSION_1.resolve("CrossEntropy.json")).findFirst().orElseThrow();
    }

    private static void refuses(String json, String sentence) {
        assertThat(json).isNotEqualTo(plain());
        assertThatThrownBy(() -> LossConfig.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
        String wrapped = "{\"@class\": \"org.isoloss.dl4j.Dl4jLoss\", \"loss\": " + json + "}";
        assertThatThrownBy(() -> JsonMappers.getMapper().readValue(wrapped, ILossFunction.class))
                .satisfies(e -> assertThat(Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                                .map(Throwable::getMessage))
                        .contains(sentence));
    }

    @Test
    void aParameterThatIsUnknownOrWasRenamedIsNamedBesideThoseThatThereAre() {
        String all = "[labelSmoothing, classWeights, ignoreIndices, reduction]";
        refuses(
                plain().replaceFirst("\\{", "{\"temperature\": 2,"),
                "CrossEntropy has no parameter 'temperature'; it has " + all);
        refuses(
                plain().replace("labelSmoothing", "smoothing"),
                "CrossEntropy has no parameter 'smoothing'; it has " + all);
    }

    @Test
    void aParameterThatIsMissingIsNamed() {
        refuses(plain().replaceFirst("\"labelSmoothing\":[^,]*,", ""), "CrossEntropy: 'labelSmoothing' is missing");
    }

    @Test
    void aLossThatIsNotThereIsNamed() {
        refuses(
                plain().replace("classification.CrossEntropy", "com.example.CrossEntropy"),
                "no loss named 'com.example.CrossEntropy' on the class path");
    }
}
