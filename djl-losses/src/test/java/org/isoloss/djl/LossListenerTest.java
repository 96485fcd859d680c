/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.training.EasyTrain;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.diagnose.Guess;
import org.isoloss.diagnose.History;
import org.isoloss.diagnose.LossMonitor;
import org.isoloss.diagnose.Outputs;
import org.isoloss.diagnose.Step;
import org.junit.jupiter.api.Test;

/** A monitor is told what happened, and nothing happens because it is told. */
class LossListenerTest {

    private static final double CLOSE = 1e-5;

    private static double norm(List<Double> x) {
        return Math.sqrt(x.stream().mapToDouble(v -> v * v).sum());
    }

    private static List<Double> trained(int epochs, TrainingListener... listeners)
            throws IOException, TranslateException {
        try (Toy toy = new Toy(Toy.network(), new DjlLoss(new CrossEntropy()), listeners)) {
            EasyTrain.fit(toy.trainer(), epochs, toy.data(4), toy.data(5));
            return toy.parameters();
        }
    }

    @Test
    void aStepIsToldAsItWas() throws IOException, TranslateException {
        LossMonitor monitor = new LossMonitor();
        LossListener listener = new LossListener(monitor).withLearningRate(Tracker.fixed(0.5f));
        try (Toy toy = new Toy(Toy.network(), new DjlLoss(new CrossEntropy()), listener)) {
            List<Double> before = toy.parameters();
            EasyTrain.fit(toy.trainer(), 2, toy.data(4), null);
            List<Step> steps = monitor.history().recent(100);
            assertThat(steps).extracting(Step::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(steps).extracting(Step::epoch).containsExactly(0, 0, 0, 1, 1, 1);
            assertThat(steps).extracting(Step::learningRate).containsOnly(OptionalDouble.of(0.5));
            double gradient = steps.get(0).gradients().orElseThrow().norm();
            assertThat(steps.get(0).movement()).isEmpty();
            assertThat(steps.get(1).movement().orElseThrow())
                    .isCloseTo(Toy.RATE * gradient / norm(before), within(CLOSE));
            Outputs outputs = steps.get(0).minibatch().orElseThrow().outputs();
            assertThat(outputs.width()).isEqualTo(3);
            assertThat(steps)
                    .extracting(s -> s.minibatch().orElseThrow().fingerprint())
                    .hasSize(6)
                    .doesNotContain(0L);
            assertThat(steps.get(3).minibatch().orElseThrow().fingerprint())
                    .isEqualTo(steps.get(0).minibatch().orElseThrow().fingerprint())
                    .isNotEqualTo(steps.get(1).minibatch().orElseThrow().fingerprint());
        }
        assertThat(monitor.history().uniformGuess()).hasValue(Math.log(3));
        assertThat(monitor.history().constantGuess().orElseThrow()).isCloseTo(Math.log(3), within(1e-12));
    }

    @Test
    void aWatchedTrainingIsTheSameToTheLastBit() throws IOException, TranslateException {
        LossMonitor monitor = new LossMonitor();
        List<Double> free = trained(4);
        assertThat(trained(4, new LossListener(monitor))).isEqualTo(free);
        assertThat(monitor.history().steps()).isEqualTo(12);
    }

    @Test
    void noArrayIsLeftBehind() throws IOException, TranslateException {
        LossMonitor monitor = new LossMonitor();
        try (Toy toy = new Toy(Toy.network(), new DjlLoss(new CrossEntropy()), new LossListener(monitor))) {
            ArrayDataset data = toy.data(4);
            EasyTrain.fit(toy.trainer(), 1, data, data);
            int arrays = toy.arrays();
            EasyTrain.fit(toy.trainer(), 5, data, data);
            assertThat(toy.arrays()).isEqualTo(arrays);
        }
        assertThat(monitor.history().steps()).isEqualTo(18);
    }

    @Test
    void anIntervalMeasuresLossesAlone() throws IOException, TranslateException {
        LossMonitor monitor = new LossMonitor();
        trained(4, new LossListener(monitor).every(5));
        assertThat(monitor.history().recent(100)).hasSize(12).allSatisfy(step -> {
            assertThat(step.loss()).isFinite();
            assertThat(step.gradients().isPresent()).isEqualTo(step.number() % 5 == 0);
            assertThat(step.movement().isPresent()).isEqualTo(step.number() % 5 == 0);
        });
        assertThatThrownBy(() -> new LossListener(monitor).every(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("every must be finite and at least 1, got 0");
    }

    /** Of 12 rows in batches of 5, 5 and 2. */
    @Test
    void aValidationLossIsTheMeanOverRows() throws IOException, TranslateException {
        LossMonitor monitor = new LossMonitor();
        try (Toy toy = new Toy(Toy.network(), new DjlLoss(new CrossEntropy()), new LossListener(monitor))) {
            EasyTrain.fit(toy.trainer(), 1, toy.data(4), toy.data(5));
            try (Batch all = toy.batch(false)) {
                NDList outputs = toy.trainer().evaluate(all.getData());
                double loss = toy.trainer()
                        .getLoss()
                        .evaluate(all.getLabels(), outputs)
                        .getFloat();
                assertThat(monitor.history().validations()).hasSize(1);
                assertThat(monitor.history().validations().get(0).loss()).isCloseTo(loss, within(CLOSE));
            }
        }
    }

    @Test
    void theEnginesOwnLossesAreWatchedToo() throws IOException, TranslateException {
        LossMonitor monitor = new LossMonitor();
        try (Toy toy = new Toy(Toy.network(), Loss.softmaxCrossEntropyLoss(), new LossListener(monitor))) {
            EasyTrain.fit(toy.trainer(), 2, toy.data(4), toy.data(4));
        }
        History h = monitor.history();
        assertThat(h.guess()).isEqualTo(Guess.CLASSES);
        assertThat(h.recent(100)).hasSize(6).allSatisfy(step -> assertThat(step.gradients())
                .isPresent());
        assertThat(h.recent(3).get(0).loss()).isLessThan(h.start().orElseThrow());
    }
}
