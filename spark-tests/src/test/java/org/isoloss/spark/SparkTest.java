/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.isoloss.Batch;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.dl4j.PerplexityEvaluation;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.metric.LossMean;
import org.isoloss.metric.Perplexity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A network trains on Spark with a loss of ours, and meters that executors kept say what one machine says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkTest {

    private static final int PIXELS = 64;
    private static final int CLASSES = 10;
    private static final int TRAINING = 1440;
    private static final int BATCH = 24;
    private static final int EPOCHS = 14;
    private static final long SEED = 12345;
    private static final CrossEntropy LOSS =
            new CrossEntropy().withLabelSmoothing(0.05).withIgnoreIndices(-1);

    private final JavaSparkContext spark;
    private final DataSet training;
    private final DataSet held;

    SparkTest() throws IOException {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        List<double[]> rows = digits();
        Collections.shuffle(rows, new Random(1));
        training = dataSet(rows.subList(0, TRAINING));
        held = dataSet(rows.subList(TRAINING, rows.size()));
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("isoloss")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"));
    }

    @AfterAll
    void stop() {
        spark.close();
    }

    private static List<double[]> digits() throws IOException {
        InputStream file = Objects.requireNonNull(SparkTest.class.getResourceAsStream("/org/isoloss/data/digits.csv"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return new ArrayList<>(lines.lines()
                    .filter(line -> Character.isDigit(line.charAt(0)))
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList());
        }
    }

    private static DataSet dataSet(List<double[]> rows) {
        double[][] x = rows.stream()
                .map(r -> Arrays.stream(r, 0, PIXELS).map(v -> v / 16).toArray())
                .toArray(double[][]::new);
        double[][] y = rows.stream().map(r -> new double[] {r[PIXELS]}).toArray(double[][]::new);
        return new DataSet(
                Nd4j.createFromArray(x).castTo(DataType.FLOAT),
                Nd4j.createFromArray(y).castTo(DataType.FLOAT));
    }

    private static MultiLayerNetwork network(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(PIXELS)
                        .nOut(32)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(new Dl4jLoss(LOSS))
                        .nIn(32)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private double accuracy(MultiLayerNetwork network) {
        Evaluation evaluation = new Evaluation(CLASSES);
        DataSet oneHot = new DataSet(
                held.getFeatures(),
                Nd4j.eye(CLASSES)
                        .castTo(DataType.FLOAT)
                        .getRows(held.getLabels().toIntVector()));
        evaluation.eval(oneHot.getLabels(), network.output(oneHot.getFeatures()));
        return evaluation.accuracy();
    }

    private SparkDl4jMultiLayer distributed(MultiLayerNetwork network, int steps) {
        return new SparkDl4jMultiLayer(
                spark,
                network,
                new ParameterAveragingTrainingMaster.Builder(2, BATCH)
                        .batchSizePerWorker(BATCH)
                        .averagingFrequency(steps)
                        .workerPrefetchNumBatches(0)
                        .rngSeed(SEED)
                        .build());
    }

    /** The mean of two plain steps is one step down the mean of both gradients, and so is a step on both batches as one. */
    @Test
    void averagingAfterEveryStepIsDescentOnBothBatches() {
        List<DataSet> batches = training.batchBy(BATCH);
        MultiLayerNetwork single = network(new Sgd(0.5));
        SparkDl4jMultiLayer several = distributed(network(new Sgd(0.5)), 1);
        for (int step = 0; step < 16; step += 2) {
            List<DataSet> pair = batches.subList(step, step + 2);
            INDArray before = single.params().dup();
            single.fit(DataSet.merge(pair));
            assertThat(before.distance2(single.params())).isGreaterThan(0.01);
            several.fit(spark.parallelize(new ArrayList<>(pair), 2));
            assertThat(several.getNetwork().params().distance2(single.params())).isLessThan(1e-5);
        }
    }

    @Test
    void aDistributedRunLearnsWhatASingleMachineDoes() {
        List<DataSet> batches = training.batchBy(BATCH);
        MultiLayerNetwork single = network(new Adam(0.004));
        SparkDl4jMultiLayer several = distributed(network(new Adam(0.004)), 10);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            single.fit(new ListDataSetIterator<>(batches, 1));
            MultiLayerNetwork sofar = several.fit(spark.parallelize(batches, 2));
            assertThat(sofar.score()).isFinite();
        }
        assertThat(accuracy(single)).isGreaterThan(0.9);
        assertThat(accuracy(several.getNetwork())).isGreaterThan(0.9);
        BaseOutputLayer output =
                (BaseOutputLayer) several.getNetwork().getLayer(1).conf().getLayer();
        assertThat(output.getLossFn()).isEqualTo(new Dl4jLoss(LOSS));
    }

    // ---- meters ----

    private static Object received(Object value, Serializer serialiser) {
        SerializerInstance by = serialiser.newInstance();
        ClassTag<Object> type = ClassTag$.MODULE$.apply(Object.class);
        return by.deserialize(by.serialize(value, type), type);
    }

    /** What travels, and what Kryo comes to grief over, though all that it asks of the JDK is open to it. */
    static Set<Map.Entry<Object, String>> sent() {
        LossMean mean = LossMean.NOTHING.plus(1, 1);
        return Map.<Object, String>of(
                        mean,
                        "can't get field offset on a record class",
                        new Perplexity(mean),
                        "can't get field offset on a record class",
                        new Dl4jLoss(LOSS),
                        "config (org.isoloss.dl4j.Dl4jLoss)")
                .entrySet();
    }

    @ParameterizedTest
    @MethodSource("sent")
    void theJavaSerialiserKeepsWhatIsSentAndKryoDoesNot(Map.Entry<Object, String> sent) {
        Object value = sent.getKey();
        assertThat(received(value, new JavaSerializer(spark.getConf()))).isEqualTo(value);
        assertThatThrownBy(() -> received(value, new KryoSerializer(spark.getConf())))
                .satisfies(e -> assertThat(Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                                .map(cause -> String.valueOf(cause.getMessage())))
                        .anySatisfy(message -> assertThat(message).contains(sent.getValue())));
    }

    /** Of one batch of logits, as a worker takes it. */
    private static Perplexity perplexity(double[] logits) {
        long[] labels = new long[logits.length / CLASSES];
        Arrays.setAll(labels, i -> i % 7 - 1);
        return Perplexity.of(
                new HostOps(),
                new CrossEntropy().withIgnoreIndices(-1),
                Batch.of(List.of(
                        HostTensor.of(logits, labels.length, CLASSES), HostTensor.indices(labels, labels.length))));
    }

    @Test
    void thePerplexityOfAnRddIsThatOfOneMachineToTheLastBit() {
        Random random = new Random(3);
        List<double[]> batches = IntStream.range(0, 300)
                .mapToObj(i -> random.doubles((1L + i % 9) * CLASSES, -9, 9).toArray())
                .toList();
        Perplexity here = batches.stream().map(SparkTest::perplexity).reduce(Perplexity.NOTHING, Perplexity::merge);
        for (int partitions : new int[] {1, 2, 7, 64}) {
            Perplexity there = spark.parallelize(batches, partitions)
                    .map(SparkTest::perplexity)
                    .treeReduce(Perplexity::merge);
            assertThat(there).isEqualTo(here);
            assertThat(there.value()).isEqualTo(here.value()).isGreaterThan(1);
        }
    }

    @Test
    void aNetworkIsEvaluatedOnExecutorsAsHere() {
        MultiLayerNetwork network = network(new Sgd());
        PerplexityEvaluation here =
                network.doEvaluation(new ListDataSetIterator<>(held.asList(), 1), new PerplexityEvaluation())[0];
        PerplexityEvaluation there = distributed(network, 10)
                .doEvaluation(spark.parallelize(held.asList(), 5), new PerplexityEvaluation(), 1);
        assertThat(there).isEqualTo(here);
        assertThat(here.perplexity().nats().count().value()).isEqualTo(held.numExamples());
    }

    @Test
    void thePageShowsWhatRuns() throws IOException {
        String source = squeezed(Files.readString(Path.of("src/test/java/org/isoloss/spark/SparkTest.java")));
        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("../docs/spark.md")))
                        .results()
                        .map(block -> squeezed(block.group(1))))
                .hasSize(3)
                .allSatisfy(code -> assertThat(source).contains(code));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s", "");
    }
}
