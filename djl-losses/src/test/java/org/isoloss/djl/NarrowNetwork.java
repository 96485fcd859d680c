/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Weighted;

/**
 * A network of two layers that tells points of the plane apart, and how it is trained.
 *
 * @param type of its parameters
 * @param narrow whether it computes in float16 all the same
 * @param weight of its loss
 */
record NarrowNetwork(DataType type, boolean narrow, Optimizer optimizer, double weight) {

    static final int ROWS = 64;

    static NarrowNetwork of(Optimizer optimizer, double weight) {
        return new NarrowNetwork(DataType.FLOAT32, true, optimizer, weight);
    }

    Loss loss() {
        return new DjlLoss(new Weighted(weight, new CrossEntropy()));
    }

    DefaultTrainingConfig config(LossScaling scaling, TrainingListener... further) {
        return config(scaling.loss(loss()), scaling.optimizer(optimizer))
                .addTrainingListeners(scaling)
                .addTrainingListeners(further);
    }

    DefaultTrainingConfig config(Loss loss, Optimizer optimizer) {
        return new DefaultTrainingConfig(loss)
                .optInitializer(new NormalInitializer(0.5f), Parameter.Type.WEIGHT)
                .optOptimizer(optimizer);
    }

    <R> R run(DefaultTrainingConfig config, Function<Trainer, R> use) {
        try (Model model = Model.newInstance("narrow", "PyTorch")) {
            model.getNDManager().getEngine().setRandomSeed(1);
            model.setDataType(type);
            Block network = new SequentialBlock()
                    .add(Linear.builder().setUnits(16).build())
                    .add(Activation.tanhBlock())
                    .add(Linear.builder().setUnits(2).build());
            model.setBlock(narrow ? MixedPrecision.of(network) : network);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.setMetrics(new Metrics());
                trainer.initialize(new Shape(ROWS, 2));
                return use.apply(trainer);
            }
        }
    }

    /** Points of the plane, and whether they lie above a curve. */
    static ArrayDataset curve(Trainer trainer) {
        float[] points = new float[2 * ROWS];
        long[] above = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            int row = i / 8;
            points[2 * i] = i % 8 / 4f - 1;
            points[2 * i + 1] = row / 4f - 1;
            above[i] = points[2 * i + 1] > Math.sin(3 * points[2 * i]) ? 1 : 0;
        }
        return new ArrayDataset.Builder()
                .setData(trainer.getManager().create(points, new Shape(ROWS, 2)))
                .optLabels(trainer.getManager().create(above))
                .setSampling(ROWS, false)
                .build();
    }

    /** Each epoch is one step. */
    static Void fit(Trainer trainer, int steps) {
        try {
            EasyTrain.fit(trainer, steps, curve(trainer), null);
            return null;
        } catch (IOException | TranslateException e) {
            throw new IllegalStateException("the data set is in memory", e);
        }
    }

    static List<Double> parameters(Trainer trainer) {
        return trainer.getModel().getBlock().getParameters().values().stream()
                .flatMap(p -> Arrays.stream(Runs.numbers(p.getArray())).boxed())
                .toList();
    }
}
