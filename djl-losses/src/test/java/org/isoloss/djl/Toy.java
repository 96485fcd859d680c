/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A small network on random rows of three classes, and its trainer. */
final class Toy implements AutoCloseable {

    static final float RATE = 0.25f;
    static final int ROWS = 12;
    private static final int FEATURES = 5;
    private static final int CLASSES = 3;

    private final Model model = Model.newInstance("toy", "PyTorch");
    private final Trainer trainer;

    Toy(Block block, Loss loss, TrainingListener... listeners) {
        model.getNDManager().getEngine().setRandomSeed(3);
        model.setBlock(block);
        trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(RATE))
                        .build())
                .addTrainingListeners(listeners));
        trainer.initialize(new Shape(ROWS, FEATURES));
    }

    static SequentialBlock network() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(CLASSES).build());
    }

    Trainer trainer() {
        return trainer;
    }

    private static NDArray rows(NDManager manager) {
        return manager.create(new Random(1).doubles(ROWS * FEATURES, -1, 1).toArray(), new Shape(ROWS, FEATURES))
                .toType(DataType.FLOAT32, false);
    }

    /** Each row has a class that it shares with the third row after it. */
    private static NDArray classes(NDManager manager) {
        int[] classes = new int[ROWS];
        Arrays.setAll(classes, i -> i % CLASSES);
        return manager.create(classes);
    }

    ArrayDataset data(int batch) {
        return new ArrayDataset.Builder()
                .setData(rows(trainer.getManager()))
                .optLabels(classes(trainer.getManager()))
                .setSampling(batch, false)
                .build();
    }

    /** All rows; if {@code spoilt}, NaN is among them. */
    Batch batch(boolean spoilt) {
        NDManager manager = trainer.getManager().newSubManager();
        NDArray x = spoilt ? rows(manager).mul(Float.NaN) : rows(manager);
        NDList y = new NDList(classes(manager));
        return new Batch(manager, new NDList(x), y, ROWS, Batchifier.STACK, Batchifier.STACK, 0, ROWS);
    }

    List<Double> parameters() {
        return model.getBlock().getParameters().values().stream()
                .flatMap(p -> Arrays.stream(Runs.numbers(p.getArray())).boxed())
                .toList();
    }

    int arrays() {
        return trainer.getManager().getManagedArrays().size()
                + model.getNDManager().getManagedArrays().size();
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
