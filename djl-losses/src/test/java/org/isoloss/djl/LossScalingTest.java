/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.isoloss.djl.NarrowNetwork.ROWS;
import static org.isoloss.djl.NarrowNetwork.curve;
import static org.isoloss.djl.NarrowNetwork.fit;
import static org.isoloss.djl.NarrowNetwork.parameters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.isoloss.classification.CrossEntropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What float16 loses of a gradient comes through under a scale, and what overflows leaves no trace. */
class LossScalingTest {

    private static final int BITS = 16;

    /** A loss that counts for so little that float16 holds none of its gradients: at most 1e-6 / 64, where 3e-8 is next to 0. */
    private static final double FAINT = 1e-6;

    private static Optimizer sgd(double rate) {
        return Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed((float) rate))
                .build();
    }

    private static Optimizer adam() {
        return Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.02f)).build();
    }

    private static double correct(Trainer trainer) {
        try (var batch = trainer.iterateDataset(curve(trainer)).iterator().next()) {
            NDArray out = trainer.evaluate(batch.getData()).head();
            return Runs.number(out.toType(DataType.FLOAT32, false)
                            .argMax(1)
                            .eq(batch.getLabels().head())
                            .toType(DataType.FLOAT64, false)
                            .mean())
                    * ROWS;
        } catch (IOException | TranslateException e) {
            throw new IllegalStateException("the data set is in memory", e);
        }
    }

    // ---- training ----

    @Test
    void aFaintLossTrainsUnderAScaleAlone() {
        NarrowNetwork faint = NarrowNetwork.of(sgd(0.5 / FAINT), FAINT);
        List<Double> start = faint.run(faint.config(faint.loss(), faint.optimizer()), trainer -> {
            List<Double> before = parameters(trainer);
            assertThatThrownBy(() -> fit(trainer, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Gradient values are all zeros");
            assertThat(parameters(trainer)).isEqualTo(before);
            return before;
        });
        double right = faint.run(faint.config(new LossScaling()), trainer -> {
            assertThat(parameters(trainer)).isEqualTo(start);
            fit(trainer, 300);
            return correct(trainer);
        });
        assertThat(right).isGreaterThanOrEqualTo(0.9 * ROWS);
    }

    /** Powers of two change nothing but exponents. */
    @Test
    void whatFloat16HoldsAnywayIsTheSameUnderAScale() {
        NarrowNetwork plain = NarrowNetwork.of(sgd(0.5), 1);
        List<Double> free = plain.run(plain.config(plain.loss(), plain.optimizer()), trainer -> {
            fit(trainer, 1);
            return parameters(trainer);
        });
        List<Double> scaled = plain.run(plain.config(new LossScaling(1 << 8, 2, 0.5, 1000)), trainer -> {
            fit(trainer, 1);
            return parameters(trainer);
        });
        assertThat(scaled).hasSize(3 * 16 + 17 * 2);
        IntStream.range(0, free.size()).forEach(i -> assertThat(scaled.get(i)).isCloseTo(free.get(i), within(1e-5)));
    }

    @Test
    void aStepThatOverflowsIsAsIfItHadNotBeen() {
        LossScaling high = new LossScaling(Math.scalb(1.0, BITS + 10), 2, 0.5, 1000);
        NarrowNetwork first = NarrowNetwork.of(adam(), 1);
        List<Double> afterOverflows = first.run(first.config(high), trainer -> {
            List<Double> before = parameters(trainer);
            int overflows = 0;
            for (double s = high.scale(); ; s = high.scale()) {
                fit(trainer, 1);
                if (high.scale() == s) {
                    break;
                }
                overflows++;
                assertThat(high.scale()).isEqualTo(s / 2);
                assertThat(parameters(trainer)).isEqualTo(before);
            }
            assertThat(overflows).isBetween(1, 10);
            assertThat(parameters(trainer)).isNotEqualTo(before);
            assertThat(trainer.getMetrics().getMetric(LossScaling.SCALE)).hasSize(overflows + 1);
            return parameters(trainer);
        });
        NarrowNetwork second = NarrowNetwork.of(adam(), 1);
        List<Double> withoutAny = second.run(second.config(new LossScaling(high.scale(), 2, 0.5, 1000)), trainer -> {
            fit(trainer, 1);
            return parameters(trainer);
        });
        assertThat(afterOverflows).isEqualTo(withoutAny);
    }

    @Test
    void othersSeeTheLossAndItsGradientAsTheyAre() {
        NarrowNetwork setup = NarrowNetwork.of(sgd(0.5), 1);
        float[] figures = new float[2];
        double[] norms = new double[2];
        setup.run(
                setup.config(setup.loss(), setup.optimizer())
                        .addTrainingListeners(new GradientClipping(1e9), new EvaluatorTrainingListener()),
                trainer -> measured(trainer, figures, norms, 0));
        setup.run(
                setup.config(
                        new LossScaling(1 << 8, 2, 0.5, 1000),
                        new GradientClipping(1e9),
                        new EvaluatorTrainingListener()),
                trainer -> measured(trainer, figures, norms, 1));
        assertThat(figures[1]).isEqualTo(figures[0]).isPositive();
        assertThat(norms[1]).isCloseTo(norms[0], within(1e-4 * norms[0])).isPositive();
    }

    private static Void measured(Trainer trainer, float[] figures, double[] norms, int i) {
        fit(trainer, 1);
        figures[i] = trainer.getTrainingResult().getTrainLoss();
        norms[i] = trainer.getMetrics()
                .latestMetric(GradientClipping.NORM)
                .getValue()
                .doubleValue();
        return null;
    }

    /** Its own number is in float16, through which a scale of 65536 can't pass on the way back. */
    @Test
    void aLossOfTheEngineIsScaledByWhatFloat16Holds() {
        LossScaling scaling = new LossScaling();
        NarrowNetwork setup = NarrowNetwork.of(sgd(0.5), 1);
        Loss own = Loss.softmaxCrossEntropyLoss();
        setup.run(
                setup.config(scaling.loss(own), scaling.optimizer(setup.optimizer()))
                        .addTrainingListeners(scaling),
                trainer -> {
                    List<Double> before = parameters(trainer);
                    fit(trainer, 1);
                    assertThat(scaling.scale()).isEqualTo(32768);
                    assertThat(parameters(trainer)).isEqualTo(before);
                    fit(trainer, 1);
                    assertThat(scaling.scale()).isEqualTo(32768);
                    return assertThat(parameters(trainer)).isNotEqualTo(before);
                });
    }

    // ---- the scale ----

    /** As {@code torch.amp.GradScaler} is documented to: {@code +} is a finite step, {@code -} is not. */
    @ParameterizedTest
    @CsvSource({
        "++, 2, 0.5, 3, 8",
        "+++, 2, 0.5, 3, 16",
        "+++++, 2, 0.5, 3, 16",
        "++++++, 2, 0.5, 3, 32",
        "-, 2, 0.5, 3, 4",
        "---, 2, 0.5, 3, 1",
        "++-++, 2, 0.5, 3, 4",
        "++-+++, 2, 0.5, 3, 8",
        "-+, 4, 0.25, 1, 8",
        "+++, 1, 0.5, 1, 8",
    })
    void theScaleGrowsAndFallsAsInPyTorch(String steps, double growth, double backoff, int interval, double expected) {
        LossScaling scaling = new LossScaling(8, growth, backoff, interval);
        steps.chars().forEach(step -> scaling.update(step == '+'));
        assertThat(scaling.scale()).isEqualTo(expected);
    }

    @Test
    void theDefaultsAreThoseOfPyTorch() {
        LossScaling scaling = new LossScaling();
        assertThat(scaling.scale()).isEqualTo(65536);
        IntStream.range(0, 1999).forEach(i -> scaling.update(true));
        assertThat(scaling.scale()).isEqualTo(65536);
        scaling.update(true);
        assertThat(scaling.scale()).isEqualTo(131072);
        scaling.update(false);
        assertThat(scaling.scale()).isEqualTo(65536);
    }

    @Test
    void theScaleStaysAFloat() {
        LossScaling scaling = new LossScaling(Math.scalb(1.0, 127), 2, 0.5, 1);
        scaling.update(true);
        assertThat(scaling.scale()).isEqualTo(Math.scalb(1.0, 127));
    }

    // ---- wrong use ----

    private static void backward(Trainer trainer, Function<NDArray, NDArray> scaled) {
        try (GradientCollector collector = trainer.newGradientCollector();
                var batch = trainer.iterateDataset(curve(trainer)).iterator().next()) {
            NDArray out = trainer.forward(batch.getData()).head();
            Loss plain = new DjlLoss(new CrossEntropy());
            collector.backward(scaled.apply(plain.evaluate(batch.getLabels(), new NDList(out))));
        } catch (IOException | TranslateException e) {
            throw new IllegalStateException("the data set is in memory", e);
        }
    }

    @Test
    void parametersInFloat16AreRefused() {
        NarrowNetwork narrow = new NarrowNetwork(DataType.FLOAT16, false, sgd(0.5), 1);
        LossScaling scaling = new LossScaling();
        narrow.run(narrow.config(scaling), trainer -> {
            trainer.getManager();
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray x = trainer.getManager().ones(new Shape(1, 2), DataType.FLOAT16);
                collector.backward(
                        scaling.scale(trainer.forward(new NDList(x)).head().sum()));
            }
            return assertThatThrownBy(() -> scaling.unscale(trainer))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("LossScaling: parameters must be float32 or float64 for their gradients to be unscaled,"
                            + " got float16");
        });
    }

    @Test
    void stepsOutOfOrderAreRefused() {
        LossScaling scaling = new LossScaling(Math.scalb(1.0, 100), 2, 0.5, 1000);
        NarrowNetwork setup = NarrowNetwork.of(sgd(0.5), 1);
        setup.run(setup.config(scaling.loss(setup.loss()), scaling.optimizer(setup.optimizer())), trainer -> {
            backward(trainer, loss -> loss);
            refused(() -> scaling.unscale(trainer), "a loss must be scaled before its gradients are unscaled");
            backward(trainer, scaling::scale);
            refused(trainer::step, "gradients must be unscaled before a step");
            assertThat(scaling.unscale(trainer)).isFalse();
            refused(() -> backward(trainer, scaling::scale), "gradients that are not finite must be seen");
            trainer.step();
            backward(trainer, scaling::scale);
            return null;
        });
    }

    private static void refused(Runnable use, String rule) {
        assertThatThrownBy(use::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("LossScaling: " + rule);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        List<double[]> wrong = List.of(
                new double[] {0, 2, 0.5, 1},
                new double[] {1, 0.9, 0.5, 1},
                new double[] {1, 2, 0, 1},
                new double[] {1, 2, 1.1, 1},
                new double[] {1, 2, 0.5, 0},
                new double[] {Double.NaN, 2, 0.5, 1});
        wrong.forEach(w -> assertThatThrownBy(() -> new LossScaling(w[0], w[1], w[2], (int) w[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" must be "));
    }
}
