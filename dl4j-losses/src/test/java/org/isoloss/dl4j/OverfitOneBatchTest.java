/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.diagnose.BatchFit;
import org.isoloss.diagnose.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** A sound network learns a batch by heart, others say what keeps them from it, and none is changed. */
class OverfitOneBatchTest {

    private record Case(String name, Toy toy, boolean spoilt, Ending ending) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Dl4jLoss loss() {
        return new Dl4jLoss(new CrossEntropy());
    }

    private static Stream<Case> cases() {
        Dl4jLoss smoothed = new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.3));
        return Stream.of(
                new Case("sound", Toy.layered(loss()), false, Ending.REACHED),
                new Case("sound graph", Toy.graph(loss()), false, Ending.REACHED),
                new Case("the framework's own loss", Toy.layered(new LossMCXENT()), false, Ending.REACHED),
                new Case("normalised", normalised(), false, Ending.REACHED),
                new Case("smoothed", Toy.layered(smoothed), false, Ending.REACHED),
                new Case("penalty and dropout", heldBack(), false, Ending.REACHED),
                new Case("softmax twice", softmaxTwice(), false, Ending.SOFTMAX_TWICE),
                new Case("dead", dead(), false, Ending.IGNORES_INPUT),
                new Case("linear", linear(), false, Ending.STUCK),
                new Case("NaN", Toy.layered(loss()), true, Ending.NOT_FINITE));
    }

    private static Toy normalised() {
        return Toy.layered(
                Toy.builder(),
                Toy.hidden(),
                new BatchNormalization.Builder().nIn(16).nOut(16).build(),
                Toy.output(loss()));
    }

    private static Toy heldBack() {
        return Toy.layered(Toy.builder().l2(10).dropOut(0.3).updater(new NoOp()), Toy.hidden(), Toy.output(loss()));
    }

    private static Toy softmaxTwice() {
        DenseLayer probabilities = new DenseLayer.Builder()
                .nIn(16)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
        LossLayer end =
                new LossLayer.Builder(loss()).activation(Activation.IDENTITY).build();
        return Toy.layered(Toy.builder(), Toy.hidden(), probabilities, end);
    }

    private static Toy dead() {
        DenseLayer never = new DenseLayer.Builder()
                .nIn(5)
                .nOut(16)
                .biasInit(-1e3)
                .activation(Activation.RELU)
                .build();
        return Toy.layered(Toy.builder(), never, Toy.output(loss()));
    }

    private static Toy linear() {
        return Toy.layered(
                Toy.builder(),
                new OutputLayer.Builder(loss())
                        .nIn(5)
                        .nOut(Toy.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    private static BatchFit run(Toy toy, DataSet batch) {
        OverfitOneBatch overfit = new OverfitOneBatch().withSteps(300).withLearningRate(0.05);
        return toy.model() instanceof ComputationGraph graph
                ? overfit.run(graph, batch)
                : overfit.run((MultiLayerNetwork) toy.model(), batch);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theEndingIsNamedAndTheNetworkIsAsBefore(Case c) {
        DataSet batch = Toy.data();
        if (c.spoilt()) {
            batch.getFeatures().putScalar(0, 0, Double.NaN);
        }
        INDArray before = c.toy().parameters();
        BatchFit fit = run(c.toy(), batch);
        assertThat(fit.ending()).as(fit.sentence()).isEqualTo(c.ending());
        assertThat(c.toy().parameters()).isEqualTo(before);
        assertThat(batch.getLabels()).isEqualTo(Toy.data().getLabels());
    }

    /** Entropy of 0.8, 0.1 and 0.1. */
    @Test
    void theFloorOfSmoothedLabelsIsTheirEntropy() {
        BatchFit fit = run(Toy.layered(new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.3))), Toy.data());
        assertThat(fit.levels().floor().orElseThrow()).isCloseTo(0.6390318596501768, within(1e-4));
        assertThat(fit.levels().constant().orElseThrow()).isCloseTo(Math.log(3), within(1e-4));
        assertThat(fit.reached()).isTrue();
    }

    /** What the framework keeps beside the parameters: updaters and counts. */
    @Test
    void aTrainingGoesOnAsIfNothingHadBeen() {
        Toy without = Toy.layered(loss());
        Toy with = Toy.layered(loss());
        MultiLayerNetwork network = (MultiLayerNetwork) with.model();
        network.fit(Toy.data());
        new OverfitOneBatch().withSteps(20).run(network, Toy.data());
        network.fit(Toy.data());
        ((MultiLayerNetwork) without.model()).fit(Toy.data());
        ((MultiLayerNetwork) without.model()).fit(Toy.data());
        assertThat(with.parameters()).isEqualTo(without.parameters());
        assertThat(network.getIterationCount()).isEqualTo(2);
    }

    @Test
    void thereMustBeAStep() {
        assertThatThrownBy(() -> new OverfitOneBatch().withSteps(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps must be finite and at least 1, got 0");
    }
}
