/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.diagnose.Guess;
import org.isoloss.diagnose.History;
import org.isoloss.diagnose.LossMonitor;
import org.isoloss.diagnose.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** A monitor is told what happened, and nothing happens because it is told. */
class LossListenerTest {

    private static final double CLOSE = 1e-9;

    private static DataSetIterator batches(int size) {
        return new ExistingDataSetIterator(Toy.data().batchBy(size));
    }

    private static double norm(INDArray x) {
        return x.norm2Number().doubleValue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStepIsToldAsItWas(boolean layered) {
        LossMonitor monitor = new LossMonitor();
        Toy toy = layered ? Toy.layered(new Dl4jLoss(new CrossEntropy())) : Toy.graph(new Dl4jLoss(new CrossEntropy()));
        INDArray before = toy.parameters();
        toy.fit(batches(4), 2, new LossListener(monitor));
        List<Step> steps = monitor.history().recent(100);
        assertThat(steps).extracting(Step::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(steps).extracting(Step::epoch).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(steps).extracting(Step::learningRate).containsOnly(OptionalDouble.of(Toy.RATE));
        double gradient = steps.get(0).gradients().orElseThrow().norm();
        assertThat(steps.get(0).movement()).isEmpty();
        assertThat(steps.get(1).movement().orElseThrow()).isCloseTo(Toy.RATE * gradient / norm(before), within(CLOSE));
        assertThat(steps.get(0).minibatch().orElseThrow().outputs().width()).isEqualTo(3);
        assertThat(steps.get(3).minibatch().orElseThrow().fingerprint())
                .isEqualTo(steps.get(0).minibatch().orElseThrow().fingerprint())
                .isNotEqualTo(steps.get(1).minibatch().orElseThrow().fingerprint());
        assertThat(monitor.history().uniformGuess()).hasValue(Math.log(3));
        assertThat(monitor.history().constantGuess().orElseThrow()).isCloseTo(Math.log(3), within(1e-12));
    }

    /** Outputs are probabilities behind a softmax. */
    @Test
    void outputsAreThoseOfTheLastLayer() {
        LossMonitor monitor = new LossMonitor();
        Toy.layered(new Dl4jLoss(new CrossEntropy())).fit(batches(4), 1, new LossListener(monitor));
        assertThat(monitor.history().recent(100)).hasSize(3).allSatisfy(step -> {
            assertThat(step.minibatch().orElseThrow().outputs().least()).isBetween(0.0, 1 / 3.0);
            assertThat(step.minibatch().orElseThrow().outputs().most()).isBetween(1 / 3.0, 1.0);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWatchedTrainingIsTheSameToTheLastBit(boolean layered) {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy());
        Toy free = layered ? Toy.layered(loss) : Toy.graph(loss);
        Toy watched = layered ? Toy.layered(loss) : Toy.graph(loss);
        LossMonitor monitor = new LossMonitor();
        free.fit(batches(4), 5);
        watched.fit(batches(4), 5, new LossListener(monitor).withValidation(batches(5)));
        assertThat(watched.parameters()).isEqualTo(free.parameters());
        assertThat(watched.score()).isEqualTo(free.score());
        assertThat(monitor.history().steps()).isEqualTo(15);
        assertThat(monitor.history().validations()).hasSize(5);
    }

    /** Of 12 rows in batches of 5, 5 and 2. */
    @Test
    void aValidationLossIsTheMeanOverRows() {
        LossMonitor monitor = new LossMonitor();
        Toy toy = Toy.layered(new Dl4jLoss(new CrossEntropy()));
        toy.fit(batches(4), 1, new LossListener(monitor).withValidation(batches(5)));
        assertThat(monitor.history().validations()).hasSize(1);
        assertThat(monitor.history().validations().get(0).loss())
                .isCloseTo(Readings.score(toy.model(), Toy.data()), within(CLOSE));
    }

    @Test
    void anIntervalMeasuresLossesAlone() {
        LossMonitor monitor = new LossMonitor();
        Toy.layered(new Dl4jLoss(new CrossEntropy())).fit(batches(4), 4, new LossListener(monitor).every(5));
        assertThat(monitor.history().recent(100)).hasSize(12).allSatisfy(step -> {
            assertThat(step.loss()).isFinite();
            assertThat(step.gradients().isPresent()).isEqualTo(step.number() % 5 == 0);
            assertThat(step.minibatch().isPresent()).isEqualTo(step.number() % 5 == 0);
        });
        assertThatThrownBy(() -> new LossListener(monitor).every(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("every must be finite and at least 1, got 0");
    }

    @Test
    void theFrameworksOwnLossesAreWatchedToo() {
        LossMonitor monitor = new LossMonitor();
        Toy.layered(new LossMCXENT()).fit(batches(4), 2, new LossListener(monitor));
        History h = monitor.history();
        assertThat(h.guess()).isEqualTo(Guess.CLASSES);
        assertThat(h.recent(100)).hasSize(6);
        assertThat(h.recent(3).get(0).loss()).isLessThan(h.start().orElseThrow());
        LossMonitor squares = new LossMonitor();
        Toy.layered(new LossMSE()).fit(batches(4), 1, new LossListener(squares));
        assertThat(squares.history().guess()).isEqualTo(Guess.SQUARES);
    }

    @Test
    void gradientsAreInTheOrderOfTheLayers() {
        Model model = Toy.layered(new Dl4jLoss(new CrossEntropy())).model();
        LossMonitor monitor = new LossMonitor();
        model.setListeners(new LossListener(monitor));
        model.setParam("1_W", model.getParam("1_W").mul(1e-6)); // next to nothing comes back through it
        ((org.deeplearning4j.nn.multilayer.MultiLayerNetwork) model).fit(Toy.data());
        assertThat(monitor.history().recent(1).get(0).gradients().orElseThrow().arriving())
                .isLessThan(1e-4);
    }
}
