/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.isoloss.dl4j.Place.COLUMNS;
import static org.isoloss.dl4j.Place.EXAMPLES;
import static org.isoloss.dl4j.Place.FEATURES;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** What a network's configuration does with a gradient, it does with that of the loss as specified. */
class TrainingOptionsTest {

    private static final double RATE = 0.5;
    private static final CrossEntropy CLASSES = new CrossEntropy().withClassWeights(List.of(1.0, 2.0, 0.5));
    private static final long[] LABELS = {0, 1, 2, 1};

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        Nd4j.getRandom().setSeed(11);
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(RATE));
    }

    private static MultiLayerNetwork place(Place place, NeuralNetConfiguration.Builder builder) {
        return (MultiLayerNetwork) place.network(builder, false, new Dl4jLoss(CLASSES), Activation.IDENTITY);
    }

    private static INDArray column(long... labels) {
        return Nd4j.createFromArray(labels).castTo(DataType.DOUBLE).reshape('c', new long[] {labels.length, 1});
    }

    private static DoubleSupplier loss(MultiLayerNetwork network, INDArray x) {
        return () -> ByHand.value(CLASSES, network.output(x), HostTensor.indices(LABELS, EXAMPLES), Optional.empty());
    }

    // ---- gradient normalisation ----

    /** The weights and the biases of a layer of this size in its part of the parameters. */
    private static final int WEIGHTS = FEATURES * COLUMNS;

    private static double[] normalised(GradientNormalization how, double[] g) {
        double[] weights = Arrays.copyOf(g, WEIGHTS);
        double[] biases = Arrays.copyOfRange(g, WEIGHTS, g.length);
        return switch (how) {
            case None -> g;
            case RenormalizeL2PerLayer -> scaled(g, n -> 1 / n);
            case RenormalizeL2PerParamType -> joined(scaled(weights, n -> 1 / n), scaled(biases, n -> 1 / n));
            case ClipElementWiseAbsoluteValue ->
                Arrays.stream(g).map(v -> Math.max(-BOUND, Math.min(BOUND, v))).toArray();
            case ClipL2PerLayer -> scaled(g, n -> Math.min(1, BOUND / n));
            case ClipL2PerParamType ->
                joined(scaled(weights, n -> Math.min(1, BOUND / n)), scaled(biases, n -> Math.min(1, BOUND / n)));
        };
    }

    private static final double BOUND = 0.1;

    private static double[] scaled(double[] g, DoubleUnaryOperator byNorm) {
        double norm = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum());
        return Arrays.stream(g).map(v -> v * byNorm.applyAsDouble(norm)).toArray();
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @ParameterizedTest
    @EnumSource(GradientNormalization.class)
    void aNormalisationIsOneOfTheLosssGradient(GradientNormalization how) {
        MultiLayerNetwork network =
                place(Place.OUTPUT, builder().gradientNormalization(how).gradientNormalizationThreshold(BOUND));
        INDArray x = Nd4j.randn(DataType.DOUBLE, EXAMPLES, FEATURES);
        double[] before = new Nd4jOps().toHost(network.params());
        double[] gradient = normalised(how, ByHand.gradient(network, loss(network, x)));
        network.fit(new DataSet(x, column(LABELS)));
        ByHand.assertStep(before, gradient, RATE, new Nd4jOps().toHost(network.params()), 1e-8);
    }

    // ---- miniBatch(false) ----

    /** DL4J means by it that examples are added up, not averaged; so it is for its own losses and for ours. */
    @Test
    void withoutMinibatchesExamplesAreAddedUp() {
        MultiLayerNetwork network = place(Place.OUTPUT, builder().miniBatch(false));
        INDArray x = Nd4j.randn(DataType.DOUBLE, EXAMPLES, FEATURES);
        double[] before = new Nd4jOps().toHost(network.params());
        double score = loss(network, x).getAsDouble();
        double[] gradient = ByHand.gradient(network, loss(network, x));
        network.fit(new DataSet(x, column(LABELS)));
        ByHand.assertStep(before, gradient, EXAMPLES * RATE, new Nd4jOps().toHost(network.params()), 1e-8);
        assertThat(network.score()).isCloseTo(EXAMPLES * score, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFrameworksOwnSquaredErrorTakesTheSameStep(boolean miniBatch) {
        INDArray x = Nd4j.randn(DataType.DOUBLE, EXAMPLES, FEATURES);
        INDArray y = Nd4j.randn(DataType.DOUBLE, EXAMPLES, COLUMNS);
        INDArray ours = squares(miniBatch, new Dl4jLoss(new SquaredError()), x, y);
        INDArray theirs = squares(miniBatch, new LossMSE(), x, y);
        assertThat(ours.equalsWithEps(theirs, 1e-14)).isTrue();
    }

    private static INDArray squares(boolean miniBatch, ILossFunction loss, INDArray x, INDArray y) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                builder().miniBatch(miniBatch).list().layer(output(loss)).build());
        network.init();
        network.fit(new DataSet(x, y));
        return network.params();
    }

    private static OutputLayer output(ILossFunction loss) {
        return new OutputLayer.Builder(loss)
                .nIn(FEATURES)
                .nOut(COLUMNS)
                .activation(Activation.IDENTITY)
                .build();
    }

    // ---- scores of examples ----

    /** But for one layer, which fails with every loss: see {@link LayerDefectsTest}. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CNN3D_LOSS")
    void scoresOfExamplesAreTheSumsOfTheirTerms(Place place) {
        MultiLayerNetwork network = place(place, builder());
        INDArray x = Nd4j.randn(DataType.DOUBLE, place.shape(EXAMPLES, FEATURES));
        int steps = place.stepCount();
        long[] labels = new long[EXAMPLES * steps];
        INDArray oneHot = Nd4j.zeros(DataType.DOUBLE, EXAMPLES, COLUMNS, steps);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = LABELS[(i + i / steps) % COLUMNS];
            oneHot.putScalar(new long[] {i / steps, labels[i], i % steps}, 1);
        }
        double[] terms = new Evaluator<>(new HostOps())
                .terms(
                        CLASSES,
                        Batch.of(List.of(
                                ByHand.host(network.output(x)), HostTensor.indices(labels, place.shape(EXAMPLES)))))
                .toArray();
        INDArray scores =
                network.scoreExamples(new DataSet(x, oneHot.reshape('c', place.shape(EXAMPLES, COLUMNS))), false);
        assertThat(scores.length()).isEqualTo(EXAMPLES);
        for (int n = 0; n < EXAMPLES; n++) {
            double expected = Arrays.stream(terms, n * steps, (n + 1) * steps).sum();
            assertThat(scores.getDouble(n)).isCloseTo(expected, within(1e-12));
        }
    }

    // ---- several outputs ----

    private static ComputationGraph twoHeads() {
        RnnOutputLayer steps = new RnnOutputLayer.Builder(new Dl4jLoss(CLASSES))
                .nIn(FEATURES)
                .nOut(COLUMNS)
                .activation(Activation.SOFTMAX)
                .build();
        ComputationGraph network = new ComputationGraph(builder()
                .graphBuilder()
                .addInputs("sequence", "vector")
                .setInputTypes(InputType.recurrent(FEATURES), InputType.feedForward(FEATURES))
                .addLayer("steps", steps, "sequence")
                .addLayer("values", output(new Dl4jLoss(new SquaredError())), "vector")
                .setOutputs("steps", "values")
                .build());
        network.init();
        network.setListeners(new MinibatchSize());
        return network;
    }

    @Test
    void theLossesOfSeveralOutputsAreAddedUp() {
        ComputationGraph network = twoHeads();
        INDArray[] x = {
            Nd4j.randn(DataType.DOUBLE, EXAMPLES, FEATURES, 3), Nd4j.randn(DataType.DOUBLE, EXAMPLES, FEATURES)
        };
        long[] labels = {0, 1, 2, 2, 1, 0, 1, 1, 0, 2, 2, 2};
        INDArray targets = Nd4j.randn(DataType.DOUBLE, EXAMPLES, COLUMNS);
        DoubleSupplier loss = () -> {
            INDArray[] out = network.output(x);
            return ByHand.value(
                            CLASSES,
                            new Nd4jOps().log(out[0]),
                            HostTensor.indices(labels, EXAMPLES, 3),
                            Optional.empty())
                    + ByHand.value(new SquaredError(), out[1], ByHand.host(targets), Optional.empty());
        };
        double[] before = new Nd4jOps().toHost(network.params());
        double score = loss.getAsDouble();
        double[] gradient = ByHand.gradient(network, loss);
        INDArray sparse =
                Nd4j.createFromArray(labels).castTo(DataType.DOUBLE).reshape('c', new long[] {EXAMPLES, 1, 3});
        network.fit(new MultiDataSet(x, new INDArray[] {sparse, targets}));
        ByHand.assertStep(before, gradient, RATE, new Nd4jOps().toHost(network.params()), 1e-8);
        assertThat(network.score()).isCloseTo(score, within(1e-12));
    }
}
