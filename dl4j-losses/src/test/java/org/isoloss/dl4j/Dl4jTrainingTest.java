/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.isoloss.tensor.TensorOps;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** Real networks: what is minimised is the loss as specified, and it survives being saved. */
class Dl4jTrainingTest {

    private static final double RATE = 0.5;
    private static final double L2 = 0.01;
    private static final TensorOps<HostTensor> HOST = new HostOps();

    private static final CrossEntropy LOSS = new CrossEntropy()
            .withLabelSmoothing(0.1)
            .withClassWeights(List.of(1.0, 2.0, 0.5))
            .withIgnoreIndices(-1);

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(RATE))
                .l2(L2);
    }

    private static DenseLayer dense(int in, int out) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.TANH)
                .build();
    }

    private static OutputLayer output(Loss loss, int in, int out) {
        return new OutputLayer.Builder(new Dl4jLoss(loss))
                .nIn(in)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static MultiLayerNetwork network(NeuralNetConfiguration.Builder builder, InputType type, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = builder.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(
                list.setInputType(type).validateOutputLayerConfig(false).build());
        network.init();
        return network;
    }

    private static HostTensor host(INDArray x) {
        return HostTensor.of(new Nd4jOps().toHost(x), x.shape());
    }

    private static double value(INDArray logits, INDArray labels, Optional<INDArray> mask) {
        Batch<HostTensor> batch = Batch.of(List.of(host(logits), host(labels)));
        Batch<HostTensor> masked = mask.map(m -> batch.withMask(host(m))).orElse(batch);
        return HOST.toHost(new Evaluator<>(HOST).value(LOSS, masked))[0];
    }

    /** Parameters after one step of gradient descent on the loss of the network's output, by central differences. */
    private static double[] stepped(Model model, Function<Model, Double> loss) {
        INDArray parameters = model.params();
        double[] expected = new double[(int) parameters.length()];
        double h = 1e-5;
        for (int i = 0; i < expected.length; i++) {
            double p = parameters.getDouble(i);
            parameters.putScalar(i, p + h);
            double above = loss.apply(model);
            parameters.putScalar(i, p - h);
            double below = loss.apply(model);
            parameters.putScalar(i, p);
            expected[i] = p - RATE * (above - below) / (2 * h);
        }
        return expected;
    }

    private static double decay(MultiLayerNetwork network) {
        return network.calcRegularizationScore(true);
    }

    private static void assertStep(double[] expected, INDArray parameters) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(parameters.getDouble(i)).isCloseTo(expected[i], within(1e-8));
        }
        assertThat(expected).isNotEmpty();
    }

    private static final INDArray LABELS = Nd4j.createFromArray(new double[][] {{0}, {1}, {2}, {-1}, {1}, {0}});
    private static final INDArray MASK = Nd4j.createFromArray(new double[][] {{1}, {1}, {0}, {1}, {1}, {1}});

    @Test
    void oneStepOfALayeredNetworkFollowsTheLoss() {
        MultiLayerNetwork network = network(builder(), InputType.feedForward(4), dense(4, 5), output(LOSS, 5, 3));
        INDArray x = Nd4j.randn(DataType.DOUBLE, 6, 4);
        double[] expected = stepped(
                network,
                m -> value(network.output(x), LABELS.reshape(6), Optional.of(MASK.reshape(6))) + decay(network));
        double score = value(network.output(x), LABELS.reshape(6), Optional.of(MASK.reshape(6))) + decay(network);
        network.fit(new DataSet(x, LABELS, null, MASK));
        assertStep(expected, network.params());
        assertThat(network.score()).isCloseTo(score, within(1e-12));
    }

    @Test
    void oneStepOfAGraphFollowsTheLoss() {
        GraphBuilder graph = builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", dense(4, 5), "in")
                .addLayer("out", output(LOSS, 5, 3), "hidden")
                .setOutputs("out")
                .validateOutputLayerConfig(false);
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        INDArray x = Nd4j.randn(DataType.DOUBLE, 6, 4);
        double[] expected = stepped(
                network,
                m -> value(network.outputSingle(x), LABELS.reshape(6), Optional.empty())
                        + network.calcRegularizationScore(true));
        network.fit(new DataSet(x, LABELS));
        assertStep(expected, network.params());
    }

    @Test
    void oneStepOverSequencesFollowsTheLossIfTheMinibatchIsTold() {
        RnnOutputLayer out = new RnnOutputLayer.Builder(new Dl4jLoss(LOSS))
                .nIn(4)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build();
        MultiLayerNetwork network = network(builder(), InputType.recurrent(4), out);
        network.addListeners(new MinibatchSize());
        INDArray x = Nd4j.randn(DataType.DOUBLE, 2, 4, 3);
        INDArray y = Nd4j.createFromArray(new double[] {0, 1, 2, 2, -1, 1}).reshape('c', new long[] {2, 1, 3});
        INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 0}});
        Function<Model, Double> loss =
                m -> value(network.output(x), y.reshape('c', new long[] {2, 3}), Optional.of(mask)) + decay(network);
        double[] expected = stepped(network, loss);
        double score = loss.apply(network);
        network.fit(new DataSet(x, y, null, mask));
        assertStep(expected, network.params());
        assertThat(network.score()).isCloseTo(score, within(1e-12));
    }

    @Test
    void oneStepOverPicturesFollowsTheLossIfTheMinibatchIsTold() {
        ConvolutionLayer pixels = new ConvolutionLayer.Builder(1, 1)
                .nIn(2)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build();
        CnnLossLayer out = new CnnLossLayer.Builder(new Dl4jLoss(LOSS))
                .activation(Activation.IDENTITY)
                .build();
        MultiLayerNetwork network = network(builder(), InputType.convolutional(2, 3, 2), pixels, out);
        network.addListeners(new MinibatchSize());
        INDArray x = Nd4j.randn(DataType.DOUBLE, 2, 2, 2, 3);
        INDArray classes = Nd4j.createFromArray(new double[] {0, 1, 2, 2, 1, 1, 0, 0, 2, 1, 0, 2})
                .reshape('c', new long[] {2, 2, 3});
        INDArray y = Nd4j.zeros(DataType.DOUBLE, 2, 3, 2, 3);
        for (int i = 0; i < 12; i++) {
            y.putScalar(new int[] {i / 6, (int) classes.getDouble(i / 6, i / 3 % 2, i % 3), i / 3 % 2, i % 3}, 1);
        }
        double[] expected = stepped(network, m -> value(network.output(x), classes, Optional.empty()) + decay(network));
        network.fit(new DataSet(x, y));
        assertStep(expected, network.params());
    }

    record Case(String name, Loss loss, int columns, INDArray labels) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        INDArray none = Nd4j.zeros(DataType.DOUBLE, 6, 1);
        return List.of(
                new Case("classes", LOSS, 3, LABELS),
                new Case(
                        "truths",
                        new BinaryCrossEntropy(),
                        2,
                        Nd4j.rand(DataType.DOUBLE, 6, 2).gt(0.5).castTo(DataType.DOUBLE)),
                new Case("values", new SquaredError(), 2, Nd4j.randn(DataType.DOUBLE, 6, 2)),
                new Case("triplets", new TripletMargin().withMargin(3), 6, none),
                new Case("pairs", new InfoNce().withTemperature(0.5), 4, none));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void dl4jsOwnGradientCheckPasses(Case c) {
        MultiLayerNetwork network = network(
                builder().updater(new NoOp()),
                InputType.feedForward(4),
                dense(4, 5),
                new DenseLayer.Builder()
                        .nIn(5)
                        .nOut(c.columns())
                        .activation(Activation.IDENTITY)
                        .build(),
                new LossLayer.Builder(new Dl4jLoss(c.loss()))
                        .activation(Activation.IDENTITY)
                        .build());
        boolean passed = GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(Nd4j.randn(DataType.DOUBLE, 6, 4))
                .labels(c.labels())
                .epsilon(1e-6)
                .maxRelError(1e-4)
                .minAbsoluteError(1e-8));
        assertThat(passed).isTrue();
    }

    /** One encoder for anchors and positives, and a bias alone as temperature. */
    private static ComputationGraph siamese() {
        GraphBuilder graph = builder()
                .updater(new Sgd(0.02))
                .l2(0)
                .graphBuilder()
                .addInputs("anchors", "positives", "nothing")
                .addVertex("both", new StackVertex(), "anchors", "positives")
                .addLayer("encoder", dense(4, 8), "both")
                .addVertex("a", new UnstackVertex(0, 2), "encoder")
                .addVertex("p", new UnstackVertex(1, 2), "encoder")
                .addLayer(
                        "temperature",
                        new DenseLayer.Builder()
                                .nIn(1)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .biasInit(1)
                                .build(),
                        "nothing")
                .addVertex("columns", new MergeVertex(), "a", "p", "temperature")
                .addLayer(
                        "loss",
                        new LossLayer.Builder(new Dl4jLoss(new InfoNce().withLearnedTemperature()))
                                .activation(Activation.IDENTITY)
                                .build(),
                        "columns")
                .setOutputs("loss")
                .validateOutputLayerConfig(false);
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return network;
    }

    @Test
    void aTemperatureIsLearnedBesideASiameseNetwork() {
        ComputationGraph network = siamese();
        INDArray anchors = Nd4j.randn(DataType.DOUBLE, 8, 4);
        MultiDataSet pairs = new MultiDataSet(
                new INDArray[] {anchors, anchors.add(0.1), Nd4j.zeros(DataType.DOUBLE, 8, 1)},
                new INDArray[] {Nd4j.zeros(DataType.DOUBLE, 8, 1)});
        double first = network.score(pairs);
        for (int i = 0; i < 300; i++) {
            network.fit(pairs);
        }
        assertThat(network.score(pairs)).isLessThan(first / 2);
        assertThat(network.getParam("temperature_b").getDouble(0)).isBetween(0.01, 0.9);
    }

    /** An array of the size of the output that outlived each step would take a quarter of a gigabyte in all. */
    @Test
    void residentMemoryStaysFlat() {
        CrossEntropy wide = new CrossEntropy().withLabelSmoothing(0.1).withIgnoreIndices(-1);
        MultiLayerNetwork network = network(builder(), InputType.feedForward(4), output(wide, 4, 256));
        DataSet batch = new DataSet(
                Nd4j.randn(DataType.DOUBLE, 128, 4),
                Nd4j.arange(128).castTo(DataType.DOUBLE).reshape(128, 1));
        steps(network, batch, 500);
        long before = ResidentMemory.bytes();
        steps(network, batch, 1000);
        assertThat(ResidentMemory.bytes() - before).isLessThan(160L << 20);
    }

    /** ND4J frees arrays when the collector finds them, and small objects that own large arrays give it little reason to look. */
    private static void steps(MultiLayerNetwork network, DataSet batch, int count) {
        for (int i = 1; i <= count; i++) {
            network.fit(batch);
            if (i % 50 == 0) {
                System.gc();
            }
        }
    }

    static List<Loss> saved() {
        return List.of(
                LOSS,
                new SoftmaxFocal()
                        .withGamma(1.5)
                        .withLabelSmoothing(0.1)
                        .withClassWeights(List.of(1.0, 2.0, 0.5))
                        .withIgnoreIndices(-1));
    }

    @ParameterizedTest
    @MethodSource("saved")
    void aSavedModelScoresTheSameInAnotherJvm(Loss loss, @TempDir Path folder)
            throws IOException, InterruptedException {
        MultiLayerNetwork network = network(builder(), InputType.feedForward(4), dense(4, 5), output(loss, 5, 3));
        DataSet batch = new DataSet(Nd4j.randn(DataType.DOUBLE, 6, 4), LABELS);
        network.fit(batch);
        File model = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(network, model, true);
        File data = folder.resolve("batch.bin").toFile();
        batch.save(data);
        Path printed = folder.resolve("score.txt");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SavedModel.class.getName(),
                        model.toString(),
                        data.toString(),
                        printed.toString())
                .inheritIO()
                .start();
        assertThat(other.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(Files.readString(printed)).isEqualTo(Double.toHexString(network.score(batch)));
    }
}
