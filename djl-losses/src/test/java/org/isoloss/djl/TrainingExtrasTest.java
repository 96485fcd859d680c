/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.IndexLoss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SimpleCompositeLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.isoloss.ClassAxis;
import org.isoloss.Reduction;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.embedding.InfoNce;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DJL has around a loss: evaluators, schedules, composites, saved and foreign models. */
class TrainingExtrasTest {

    private static DefaultTrainingConfig config(Loss loss, Tracker rate) {
        return new DefaultTrainingConfig(loss)
                .optInitializer(new NormalInitializer(0.5f), Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.sgd().setLearningRateTracker(rate).build())
                .addTrainingListeners(TrainingListener.Defaults.basic());
    }

    private static SequentialBlock hidden(int out) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(5).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(out).build());
    }

    private static NDArray random(NDManager manager, int seed, long... shape) {
        int n = (int) new Shape(shape).size();
        return manager.create(new Random(seed).doubles(n, -2, 2).toArray(), new Shape(shape))
                .toType(DataType.FLOAT32, false);
    }

    private static ArrayDataset data(NDManager manager, int batch, NDArray... labels) {
        return new ArrayDataset.Builder()
                .setData(random(manager, 1, labels[0].size(0), 4))
                .optLabels(labels)
                .setSampling(batch, false)
                .build();
    }

    private static double[] parameters(Model model) {
        return model.getBlock().getParameters().values().stream()
                .flatMapToDouble(p -> Arrays.stream(Runs.numbers(p.getArray())))
                .toArray();
    }

    // ---- evaluators and validation ----

    @Test
    void theMeanLossOfAnEpochIsThatOfAllRowsWhereTheTrainersIsNot() throws IOException, TranslateException {
        CrossEntropy loss = new CrossEntropy().withIgnoreIndices(-1);
        try (Model model = Model.newInstance("epoch", "PyTorch")) {
            model.setBlock(hidden(3));
            NDManager manager = model.getNDManager();
            NDArray labels = manager.create(new long[] {0, 1, 2, 0, 1, 2, 0, -1, -1, 1});
            ArrayDataset data = data(manager, 4, labels);
            DefaultTrainingConfig config = config(new DjlLoss(loss), Tracker.fixed(0))
                    .addEvaluator(new MeanLoss("meanLoss", loss))
                    .addEvaluator(new Perplexity(ClassAxis.FIRST, -1));
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(4, 4));
                trainer.setMetrics(new Metrics());
                EasyTrain.fit(trainer, 1, data, data);
                NDList out = trainer.evaluate(new NDList(random(manager, 1, 10, 4)));
                double whole = Runs.number(new DjlLoss(loss).evaluate(new NDList(labels), out));
                for (String phase : new String[] {"train_", "validate_"}) {
                    assertThat(trainer.getTrainingResult().getEvaluations().get(phase + "meanLoss"))
                            .isCloseTo((float) whole, within(1e-6f));
                    assertThat(trainer.getTrainingResult().getEvaluations().get(phase + "Perplexity"))
                            .isCloseTo((float) Math.exp(whole), within(1e-5f));
                }
                assertThat(trainer.getTrainingResult().getTrainLoss()).isNotCloseTo((float) whole, within(1e-3f));
            }
        }
    }

    // ---- schedules ----

    /** The framework's own squared error is half of ours. */
    @Test
    void underAScheduleOurLossTakesTheStepsOfTheFrameworksOwn() throws IOException, TranslateException {
        double[] ours = scheduled(new DjlLoss(new SquaredError()));
        double[] theirs = scheduled(Loss.l2Loss("l2", 1));
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).isCloseTo(theirs[i], within(1e-6));
        }
        assertThat(ours).hasSize(5 * 5 + 6 * 2);
    }

    private static double[] scheduled(Loss loss) throws IOException, TranslateException {
        Tracker rate = Tracker.multiFactor()
                .setBaseValue(0.5f)
                .setSteps(new int[] {2, 4})
                .optFactor(0.1f)
                .build();
        try (Model model = Model.newInstance("scheduled", "PyTorch")) {
            model.setBlock(hidden(2));
            NDManager manager = model.getNDManager();
            manager.getEngine().setRandomSeed(4);
            try (Trainer trainer = model.newTrainer(config(loss, rate))) {
                trainer.initialize(new Shape(4, 4));
                EasyTrain.fit(trainer, 3, data(manager, 4, random(manager, 2, 8, 2)), null);
                return parameters(model);
            }
        }
    }

    // ---- composites ----

    @Test
    void aCompositeOfTheFrameworkAddsOursUp() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList labels = new NDList(manager.create(new long[] {1, 2, 0, 1}), random(manager, 3, 4, 2));
            NDArray[] predictions = {Runs.logits(manager, DataType.FLOAT32), random(manager, 4, 4, 2)};
            DjlLoss[] parts = {new DjlLoss(new CrossEntropy()), new DjlLoss(new SquaredError(Reduction.SUM))};
            Loss both = new SimpleCompositeLoss()
                    .addLoss(new IndexLoss(parts[0], 0))
                    .addLoss(new IndexLoss(parts[1], 1));
            double apart = 0;
            List<double[]> gradients = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                NDList label = new NDList(labels.get(i));
                apart += Runs.number(parts[i].evaluate(label, new NDList(predictions[i])));
                gradients.add(Runs.gradient(parts[i], label, predictions[i].duplicate()));
            }
            assertThat(descended(both, labels, new NDList(predictions))).isCloseTo(apart, within(1e-5));
            assertThat(Stream.of(predictions).map(p -> Runs.numbers(p.getGradient())))
                    .containsExactlyElementsOf(gradients);
            assertThat((double) both.getAccumulator("epoch")).isCloseTo(apart, within(1e-5));
        }
    }

    /** The loss, whose gradients are with the predictions then; an epoch of one batch. */
    private static double descended(Loss loss, NDList labels, NDList predictions) {
        predictions.forEach(p -> p.setRequiresGradient(true));
        loss.addAccumulator("epoch");
        try (GradientCollector collector = predictions.getManager().getEngine().newGradientCollector()) {
            NDArray value = loss.evaluate(labels, predictions);
            collector.backward(value);
            loss.updateAccumulators(new String[] {"epoch"}, labels, predictions);
            return Runs.number(value);
        }
    }

    // ---- a parameter of the loss ----

    private static NDList pairs(Trainer trainer, NDList anchors) {
        NDList one = trainer.forward(anchors);
        NDList other = trainer.forward(new NDList(anchors.head().add(0.1f)));
        return new NDList(one.get(0), other.get(0), one.get(one.size() - 1));
    }

    private static double contrast(Trainer trainer) {
        try (NDManager batch = trainer.getManager().newSubManager()) {
            double value;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray loss =
                        trainer.getLoss().evaluate(new NDList(), pairs(trainer, new NDList(random(batch, 6, 16, 4))));
                collector.backward(loss);
                value = Runs.number(loss);
            }
            trainer.step();
            return value;
        }
    }

    private static Loss learnedTemperature() {
        return new DjlLoss(new InfoNce().withLearnedTemperature());
    }

    @Test
    void aTemperatureIsLearnedStaysPositiveAndIsSaved(@TempDir Path folder)
            throws IOException, MalformedModelException {
        try (Model model = Model.newInstance("contrast", "PyTorch")) {
            model.setBlock(WithParameter.positive(hidden(3), "temperature", new Shape(), 0.5));
            try (Trainer trainer = model.newTrainer(config(learnedTemperature(), Tracker.fixed(0.1f)))) {
                trainer.initialize(new Shape(16, 4));
                double first = contrast(trainer);
                assertThat(temperature(trainer)).isNotCloseTo(0.5, within(1e-5)).isPositive();
                double last = first;
                for (int i = 0; i < 100; i++) {
                    last = contrast(trainer);
                }
                assertThat(last).isLessThan(0.9 * first);
                assertThat(temperature(trainer)).isBetween(1e-3, 0.45);
            }
            model.save(folder, "contrast");
            try (Model loaded = Model.newInstance("contrast", "PyTorch")) {
                loaded.setBlock(WithParameter.positive(hidden(3), "temperature", new Shape(), 0.5));
                loaded.load(folder, "contrast");
                assertThat(parameters(loaded)).isEqualTo(parameters(model));
            }
        }
    }

    private static double temperature(Trainer trainer) {
        NDList out = trainer.evaluate(new NDList(random(trainer.getManager(), 6, 1, 4)));
        return Runs.number(out.get(out.size() - 1));
    }

    // ---- a model that another program made ----

    @Test
    void aTorchScriptModelIsFineTunedWithAContrast(@TempDir Path folder) throws IOException, MalformedModelException {
        try (InputStream file = Objects.requireNonNull(TrainingExtrasTest.class.getResourceAsStream("encoder.pt"))) {
            Files.copy(file, folder.resolve("encoder.pt"));
        }
        try (Model script = Model.newInstance("encoder", "PyTorch")) {
            script.load(folder, "encoder", Map.of("trainParam", "true"));
            Block encoder = script.getBlock();
            script.setBlock(WithParameter.positive(encoder, "temperature", new Shape(), 0.5));
            try (Trainer trainer = script.newTrainer(config(learnedTemperature(), Tracker.fixed(0.05f)))) {
                trainer.initialize(new Shape(16, 4));
                double[] before = parameters(script);
                double first = contrast(trainer);
                double last = first;
                for (int i = 0; i < 100; i++) {
                    last = contrast(trainer);
                }
                assertThat(last).isLessThan(0.9 * first);
                assertThat(parameters(script))
                        .hasSize(4 * 8 + 8 + 8 * 3 + 3 + 1)
                        .isNotEqualTo(before);
            }
        }
    }
}
