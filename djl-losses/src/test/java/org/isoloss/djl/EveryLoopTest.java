/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.isoloss.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In every loop, with every mask and weight and in every type, one step of training is one step down the loss as specified. */
class EveryLoopTest {

    private static final float RATE = 0.25f;

    /** Who turns the wheel. */
    enum Loop {
        EASY_TRAIN,
        TRAINER,
        /** The way round {@code Trainer.step()}, which reads gradients as float32 and so throws for float64. */
        BY_HAND;

        boolean takes(DataType type) {
            return this == BY_HAND || type != DataType.FLOAT64;
        }
    }

    record Cell(Loop loop, Learned learned, Counted counted, DataType type, Execution execution) {}

    static Stream<Cell> cells() {
        return Arrays.stream(Loop.values())
                .flatMap(loop -> Arrays.stream(Learned.values()).flatMap(learned -> Arrays.stream(Counted.values())
                        .flatMap(counted -> Stream.of(DataType.FLOAT32, DataType.FLOAT16, DataType.FLOAT64)
                                .filter(loop::takes)
                                .flatMap(type -> Stream.of(Execution.AUTO, Execution.NATIVE)
                                        .map(by -> new Cell(loop, learned, counted, type, by))))));
    }

    @Test
    void noCellIsLeftOutButForFloat64UnderATrainer() {
        assertThat(cells()).hasSize((2 * 2 + 3) * 4 * 4 * 2);
    }

    private static double tolerance(DataType type) {
        return type == DataType.FLOAT64 ? 1e-7 : type == DataType.FLOAT32 ? 1e-5 : 5e-3;
    }

    private static DefaultTrainingConfig config(Cell cell) {
        return new DefaultTrainingConfig(new DjlLoss(cell.learned().loss()).withExecution(cell.execution()))
                .optInitializer(new NormalInitializer(0.7f), Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(RATE))
                        .build())
                .addTrainingListeners(TrainingListener.Defaults.basic());
    }

    private static Dataset data(NDManager manager, Cell cell) {
        NDList labels = cell.learned().labels(manager, cell.type());
        cell.counted().labels(manager).forEach(labels::add);
        String[] names = cell.counted().names().toArray(String[]::new);
        Dataset data = new ArrayDataset.Builder()
                .setData(Learned.features(manager, cell.type()))
                .optLabels(labels.toArray(NDArray[]::new))
                .setSampling(Learned.ROWS, false)
                .build();
        return new NamedLabels(data, names);
    }

    private static double[] parameters(Model model) {
        return model.getBlock().getParameters().values().stream()
                .flatMapToDouble(p -> Arrays.stream(Runs.numbers(p.getArray())))
                .toArray();
    }

    /** Takes one step, and says what the loss was before it. */
    private static double step(Trainer trainer, Cell cell) throws IOException, TranslateException {
        NDManager manager = trainer.getManager();
        if (cell.loop() == Loop.EASY_TRAIN) {
            trainer.setMetrics(new Metrics());
            EasyTrain.fit(trainer, 1, data(manager, cell), null);
            return trainer.getTrainingResult().getTrainLoss();
        }
        NDList labels = cell.learned().labels(manager, cell.type());
        List<String> names = cell.counted().names();
        List<NDArray> further = cell.counted().labels(manager);
        for (int i = 0; i < names.size(); i++) {
            labels.add(Runs.named(further.get(i), names.get(i)));
        }
        double value;
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDList predictions = trainer.forward(new NDList(Learned.features(manager, cell.type())));
            NDArray loss = trainer.getLoss().evaluate(labels, predictions);
            collector.backward(loss);
            value = Runs.number(loss);
        }
        if (cell.loop() == Loop.TRAINER) {
            trainer.step();
        } else {
            Optimizer optimizer =
                    Optimizer.sgd().setLearningRateTracker(Tracker.fixed(RATE)).build();
            trainer.getModel().getBlock().getParameters().forEach(p -> {
                NDArray weight = p.getValue().getArray();
                optimizer.update(p.getKey(), weight, weight.getGradient());
            });
        }
        return value;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void oneStepFollowsTheLoss(Cell cell) throws IOException, TranslateException {
        try (Model model = Model.newInstance("one", "PyTorch")) {
            model.setDataType(cell.type());
            model.setBlock(cell.learned().block());
            try (Trainer trainer = model.newTrainer(config(cell))) {
                trainer.initialize(new Shape(Learned.ROWS, Learned.FEATURES));
                double[] before = parameters(model);
                double score = cell.learned().value(before, cell.counted());
                double[] gradient = cell.learned().gradient(before, cell.counted());
                assertThat(step(trainer, cell)).isCloseTo(score, within(10 * tolerance(cell.type())));
                double[] after = parameters(model);
                assertThat(after).hasSameSizeAs(gradient);
                for (int i = 0; i < after.length; i++) {
                    assertThat(after[i])
                            .as("parameter %d", i)
                            .isCloseTo(before[i] - RATE * gradient[i], within(tolerance(cell.type())));
                }
                assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow())
                        .isGreaterThan(0.01);
            }
        }
    }

    // ---- what the engine can't do ----

    @Test
    void aTrainerDoesNotStepInFloat64() {
        Cell cell = new Cell(Loop.TRAINER, Learned.VALUES, Counted.ALIKE, DataType.FLOAT64, Execution.AUTO);
        try (Model model = Model.newInstance("double", "PyTorch")) {
            model.setDataType(cell.type());
            model.setBlock(cell.learned().block());
            DefaultTrainingConfig own = new DefaultTrainingConfig(Loss.l2Loss())
                    .optOptimizer(config(cell).getOptimizer());
            for (DefaultTrainingConfig config : List.of(own, config(cell))) {
                try (Trainer trainer = model.newTrainer(config)) {
                    trainer.initialize(new Shape(Learned.ROWS, Learned.FEATURES));
                    assertThatThrownBy(() -> step(trainer, cell))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("Required float, Actual float64");
                }
            }
        }
    }

    @Test
    void aTrainerDoesNotTakeTwoCpus() {
        Device[] devices = {Device.of("cpu", 0), Device.of("cpu", 1)};
        Cell cell = new Cell(Loop.TRAINER, Learned.VALUES, Counted.ALIKE, DataType.FLOAT32, Execution.AUTO);
        try (Model model = Model.newInstance("two", "PyTorch")) {
            model.setBlock(cell.learned().block());
            assertThatThrownBy(() -> model.newTrainer(config(cell).optDevices(devices)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Duplicated devices are not allowed.");
        }
    }

    @Test
    void aNameWithoutALabelIsRefused() {
        Cell cell = new Cell(Loop.EASY_TRAIN, Learned.VALUES, Counted.ALIKE, DataType.FLOAT32, Execution.AUTO);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Dataset named = new NamedLabels(data(manager, cell), DjlLoss.MASK, DjlLoss.SAMPLE_WEIGHTS);
            assertThatThrownBy(() -> named.getData(manager).iterator().next())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a batch must have a label for each of the names [mask, sampleWeights], got 1");
        }
    }
}
