/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The step is along the gradient, and as long as the bound allows. */
class GradientClippingTest {

    private static final double RATE = 0.25;
    private static final int MOVED = 4 * 4 + 5 * 2;

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    private static NeuralNetConfiguration.Builder builder(boolean miniBatch) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(RATE))
                .miniBatch(miniBatch);
    }

    private static Layer hidden() {
        return new DenseLayer.Builder()
                .nIn(3)
                .nOut(4)
                .activation(Activation.TANH)
                .build();
    }

    private static Layer output() {
        return new OutputLayer.Builder(new Dl4jLoss(new SquaredError()))
                .nIn(4)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static MultiLayerNetwork layered(NeuralNetConfiguration.Builder builder, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = builder.list();
        Arrays.stream(layers).forEach(list::layer);
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static ComputationGraph graph(NeuralNetConfiguration.Builder builder) {
        ComputationGraph graph = new ComputationGraph(builder.graphBuilder()
                .addInputs("in")
                .addLayer("hidden", hidden(), "in")
                .addLayer("out", output(), "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    private static <N extends Model & NeuralNetwork> double[] step(N network, TrainingListener... listeners) {
        network.setListeners(listeners);
        Nd4j.getRandom().setSeed(4);
        INDArray before = network.params().dup();
        DataSet batch = new DataSet(
                Nd4j.randn(DataType.DOUBLE, 8, 3),
                Nd4j.randn(DataType.DOUBLE, 8, 2).mul(20));
        network.fit(batch);
        return new Nd4jOps().toHost(before.sub(network.params()).div(RATE));
    }

    private static double[] step(boolean layered, boolean miniBatch, TrainingListener... listeners) {
        return layered
                ? step(layered(builder(miniBatch), hidden(), output()), listeners)
                : step(graph(builder(miniBatch)), listeners);
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    @ParameterizedTest
    @CsvSource({"true, true, 0.01", "true, true, 3", "true, false, 3", "false, true, 3", "false, false, 3"})
    void aLongGradientKeepsItsDirectionAndGetsTheBoundForLength(boolean layered, boolean miniBatch, double maxNorm) {
        double[] free = step(layered, miniBatch);
        double[] d = step(layered, miniBatch, new GradientClipping(maxNorm));
        assertThat(norm(free)).isGreaterThan(5);
        for (int i = 0; i < free.length; i++) {
            assertThat(d[i]).isCloseTo(free[i] * maxNorm / norm(free), within(1e-12));
        }
        assertThat(d).hasSize(MOVED);
    }

    @Test
    void aShortGradientIsLeftAsItIs() {
        assertThat(step(true, true, new GradientClipping(1e6))).isEqualTo(step(true, true));
    }

    /** Which is why this class exists: each layer is clipped by itself, so directions change. */
    @Test
    void theFrameworksOwnClippingBendsTheGradient() {
        double[] free = step(true, true);
        double[] d = step(layered(
                builder(true)
                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(1),
                hidden(),
                output()));
        double cosine = 0;
        for (int i = 0; i < d.length; i++) {
            cosine += d[i] * free[i] / norm(d) / norm(free);
        }
        assertThat(cosine).isLessThan(0.999);
    }

    /** They are no gradients, and not for clipping. */
    @Test
    void theStatisticsOfBatchNormalisationPassThrough() {
        MultiLayerNetwork free = normalised();
        MultiLayerNetwork clipped = normalised();
        double[] unclipped = step(free);
        double[] d = step(clipped, new GradientClipping(0.01));
        assertThat(d).isNotEqualTo(unclipped);
        for (String statistics : List.of("1_mean", "1_var")) {
            assertThat(clipped.getParam(statistics)).isEqualTo(free.getParam(statistics));
            assertThat(clipped.getParam(statistics).minNumber())
                    .isNotEqualTo(normalised().getParam(statistics).minNumber());
        }
    }

    private static MultiLayerNetwork normalised() {
        return layered(
                builder(true),
                hidden(),
                new BatchNormalization.Builder().nIn(4).nOut(4).useLogStd(false).build(),
                output());
    }

    @Test
    void aGradientThatIsNotFiniteIsLeftToBeSeen() {
        MultiLayerNetwork network = layered(builder(true), hidden(), output());
        network.setListeners(new GradientClipping(1));
        INDArray x = Nd4j.ones(DataType.DOUBLE, 1, 3).putScalar(0, Double.NaN);
        network.fit(new DataSet(x, Nd4j.ones(DataType.DOUBLE, 1, 2)));
        assertThat(network.params().sumNumber().doubleValue()).isNaN();
    }

    @Test
    void aBoundMustBePositive() {
        assertThatThrownBy(() -> new GradientClipping(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxNorm must be finite and greater than 0, got 0");
    }
}
