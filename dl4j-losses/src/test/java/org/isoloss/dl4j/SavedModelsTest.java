/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.composite.Sum;
import org.isoloss.composite.Weighted;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Models that were saved are read for ever: files of version 1 score what they scored. {@code -Disoloss.docs=write} writes them
 * anew, which is for the time before its release.
 */
class SavedModelsTest {

    private static final Path VERSION_1 = Path.of("src/test/resources/models/1");
    private static final long[] LABELS = {0, 2, 1, 1};
    private static final Loss LOSS = Sum.of(
            new CrossEntropy()
                    .withLabelSmoothing(0.1)
                    .withClassWeights(List.of(1.0, 2.0, 0.5))
                    .withIgnoreIndices(-1),
            new Weighted(0.5, new SoftmaxFocal()));

    record Saved(Place place, boolean graph) {
        Path model() {
            return VERSION_1.resolve("%s-%s.zip".formatted(place, graph ? "graph" : "layers"));
        }

        Path score() {
            return VERSION_1.resolve("%s-%s.score.txt".formatted(place, graph ? "graph" : "layers"));
        }

        Model restored() throws IOException {
            File file = model().toFile();
            return graph
                    ? ModelSerializer.restoreComputationGraph(file, true)
                    : ModelSerializer.restoreMultiLayerNetwork(file, true);
        }
    }

    static List<Saved> saved() {
        return Stream.of(Place.OUTPUT, Place.LOSS, Place.RNN_OUTPUT)
                .flatMap(place -> Stream.of(new Saved(place, false), new Saved(place, true)))
                .toList();
    }

    @BeforeAll
    static void doublePrecision() throws IOException {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        if (System.getProperty("isoloss.docs", "check").equals("write")) {
            write();
        }
    }

    private static void write() throws IOException {
        Files.createDirectories(VERSION_1);
        for (Saved saved : saved()) {
            NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                    .seed(7)
                    .dataType(DataType.DOUBLE)
                    .updater(new Adam(0.01));
            Model model = saved.place().network(builder, saved.graph(), new Dl4jLoss(LOSS), Activation.SOFTMAX);
            score(model, saved.place());
            ModelSerializer.writeModel(model, saved.model().toFile(), true);
            Files.writeString(saved.score(), score(model, saved.place()) + "\n");
        }
        PerplexityEvaluation evaluation = new PerplexityEvaluation().ignoring(-1);
        evaluation.eval(
                Nd4j.createFromArray(new double[][] {{0}, {-1}, {1}}),
                Nd4j.createFromArray(new double[][] {{0.5, 0.5}, {0.25, 0.75}, {0.875, 0.125}}));
        Files.writeString(VERSION_1.resolve("PerplexityEvaluation.json"), evaluation.toJson() + "\n");
    }

    /** Of a step of training, so that the updater's state counts too. */
    private static double score(Model model, Place place) {
        int n = Place.EXAMPLES * Place.FEATURES * place.stepCount();
        INDArray x = Nd4j.createFromArray(DoubleStream.iterate(0, v -> v + 1)
                        .limit(n)
                        .map(Math::sin)
                        .toArray())
                .reshape('c', place.shape(Place.EXAMPLES, Place.FEATURES));
        int steps = place.stepCount();
        long[] labels = new long[Place.EXAMPLES * steps];
        Arrays.setAll(labels, i -> LABELS[(i / steps + i) % LABELS.length]);
        INDArray y = Nd4j.createFromArray(labels).castTo(DataType.DOUBLE).reshape('c', place.shape(Place.EXAMPLES, 1));
        model.setListeners(new MinibatchSize());
        DataSet batch = new DataSet(x, y);
        for (int i = 0; i < 3; i++) {
            if (model instanceof ComputationGraph graph) {
                graph.fit(batch);
            } else {
                ((MultiLayerNetwork) model).fit(batch);
            }
        }
        return model.score();
    }

    @ParameterizedTest
    @MethodSource("saved")
    void aModelOfVersion1GoesOnFromWhereItWas(Saved saved) throws IOException {
        double then = Double.parseDouble(Files.readString(saved.score()).strip());
        assertThat(score(saved.restored(), saved.place())).isCloseTo(then, within(1e-12));
    }

    @Test
    void anEvaluationOfVersion1HasWhatItHad() throws IOException {
        PerplexityEvaluation evaluation = BaseEvaluation.fromJson(
                Files.readString(VERSION_1.resolve("PerplexityEvaluation.json")), PerplexityEvaluation.class);
        assertThat(evaluation.perplexity().value()).isCloseTo(4, within(1e-15));
        assertThat(evaluation.perplexity().nats().count().value()).isEqualTo(2);
    }

    // ---- what can't be read says why ----

    static List<Map.Entry<String, String>> damages() {
        return List.of(
                Map.entry("labelSmoothing", "CrossEntropy has no parameter 'formerName'"),
                Map.entry("classification.CrossEntropy", "no loss named 'formerName' on the class path"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aModelWhoseLossCannotBeReadSaysWhy(Map.Entry<String, String> damage, @TempDir Path folder) throws IOException {
        Path damaged = folder.resolve("damaged.zip");
        Files.copy(new Saved(Place.OUTPUT, false).model(), damaged);
        try (FileSystem zip = FileSystems.newFileSystem(damaged)) {
            Path configuration = zip.getPath("configuration.json");
            String json = Files.readString(configuration);
            assertThat(json).contains(damage.getKey());
            Files.writeString(configuration, json.replace(damage.getKey(), "formerName"));
        }
        assertThatThrownBy(() -> ModelSerializer.restoreMultiLayerNetwork(damaged.toFile()))
                .satisfies(e -> assertThat(Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                                .map(cause -> String.valueOf(cause.getMessage())))
                        .anySatisfy(message -> assertThat(message).startsWith(damage.getValue())));
    }
}
