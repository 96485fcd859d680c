/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.optimizer.Sgd;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.isoloss.Reduction;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step is along the gradient, and as long as the bound allows. */
class GradientClippingTest {

    private static final float RATE = 0.25f;

    private record Step(List<Double> before, List<Double> after, Metrics metrics) {
        double[] difference() {
            double[] d = new double[before.size()];
            Arrays.setAll(d, i -> (before.get(i) - after.get(i)) / RATE);
            return d;
        }
    }

    /** One epoch of one batch under {@code EasyTrain}. */
    private static Step step(Sgd.Builder optimizer, TrainingListener... listeners)
            throws IOException, TranslateException {
        try (Model model = Model.newInstance("clipped", "PyTorch")) {
            model.setBlock(new SequentialBlock()
                    .add(Linear.builder().setUnits(4).build())
                    .add(Activation.tanhBlock())
                    .add(Linear.builder().setUnits(2).build()));
            NDManager manager = model.getNDManager();
            manager.getEngine().setRandomSeed(3);
            DefaultTrainingConfig config = new DefaultTrainingConfig(new DjlLoss(new SquaredError(Reduction.SUM)))
                    .optInitializer(new NormalInitializer(1f), Parameter.Type.WEIGHT)
                    .optOptimizer(optimizer.build())
                    .addTrainingListeners(listeners);
            Random random = new Random(1);
            ArrayDataset data = new ArrayDataset.Builder()
                    .setData(manager.create(random.doubles(24).toArray(), new Shape(8, 3))
                            .toType(DataType.FLOAT32, false))
                    .optLabels(manager.create(random.doubles(16, -9, 9).toArray(), new Shape(8, 2))
                            .toType(DataType.FLOAT32, false))
                    .setSampling(8, false)
                    .build();
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(8, 3));
                trainer.setMetrics(new Metrics());
                List<Double> before = parameters(model);
                EasyTrain.fit(trainer, 1, data, null);
                return new Step(before, parameters(model), trainer.getMetrics());
            }
        }
    }

    private static Sgd.Builder sgd() {
        return Optimizer.sgd().setLearningRateTracker(Tracker.fixed(RATE));
    }

    private static List<Double> parameters(Model model) {
        return model.getBlock().getParameters().values().stream()
                .flatMap(p -> Arrays.stream(Runs.numbers(p.getArray())).boxed())
                .toList();
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1, 7.5})
    void aLongGradientKeepsItsDirectionAndGetsTheBoundForLength(double maxNorm) throws IOException, TranslateException {
        double[] free = step(sgd()).difference();
        Step clipped = step(sgd(), new GradientClipping(maxNorm));
        double[] d = clipped.difference();
        assertThat(norm(free)).isGreaterThan(10);
        for (int i = 0; i < free.length; i++) {
            assertThat(d[i]).isCloseTo(free[i] * maxNorm / norm(free), within(1e-5));
        }
        assertThat(d).hasSize(4 * 4 + 5 * 2);
        assertThat(clipped.metrics()
                        .latestMetric(GradientClipping.NORM)
                        .getValue()
                        .doubleValue())
                .isCloseTo(norm(free), within(1e-4));
    }

    @Test
    void aShortGradientIsLeftAsItIs() throws IOException, TranslateException {
        assertThat(step(sgd(), new GradientClipping(1e6)).after())
                .isEqualTo(step(sgd()).after());
    }

    /** Which is why this class exists. */
    @Test
    void theOptimisersOwnClippingLeavesLargeNegativeElements() throws IOException, TranslateException {
        double[] d = step(sgd().optClipGrad(1)).difference();
        assertThat(Arrays.stream(d).max().orElseThrow()).isCloseTo(1, within(1e-5));
        assertThat(Arrays.stream(d).min().orElseThrow()).isLessThan(-2);
    }

    @Test
    void aGradientThatIsNotFiniteIsLeftToBeSeen() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Model model = Model.newInstance("spoilt", "PyTorch")) {
            model.setBlock(Linear.builder().setUnits(1).optBias(false).build());
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(new DjlLoss(new SquaredError())).optOptimizer(sgd().build());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, 2));
                try (var collector = trainer.newGradientCollector()) {
                    NDArray x = manager.create(new float[] {Float.POSITIVE_INFINITY, 1}, new Shape(1, 2));
                    collector.backward(trainer.forward(new NDList(x)).get(0).sum());
                }
                assertThat(new GradientClipping(1).clip(trainer)).isInfinite();
                NDArray weight = model.getBlock().getParameters().valueAt(0).getArray();
                assertThat(Runs.numbers(weight.getGradient())).containsExactly(Double.POSITIVE_INFINITY, 1);
            }
        }
    }

    @Test
    void aBoundMustBePositive() {
        List.of(0.0, -1.0, Double.NaN).forEach(bound -> assertThatThrownBy(() -> new GradientClipping(bound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("maxNorm must be finite and greater than 0, got"));
    }
}
