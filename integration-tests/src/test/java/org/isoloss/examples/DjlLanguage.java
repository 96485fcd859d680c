/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingResult;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.djl.Perplexity;

/** A language model over a window of characters. */
final class DjlLanguage {

    static final int WINDOW = 8;
    static final int HIDDEN = 64;
    static final int BATCH = 50;
    static final int TRAIN = 8_020;
    static final int TEST = 10_030;
    static final float RATE = 0.5f;

    private DjlLanguage() {}

    static Figures run() throws IOException, TranslateException {
        Figures figures = Figures.of(
                "epoch",
                new Figures.Column("perplexity", 4, 0.02),
                new Figures.Column("perplexity of unseen text", 4, 0.02),
                new Figures.Column("exp of the mean of batch losses", 4, 0.02));
        // snippet: train
        int[] text = Windows.constitution();
        Samples train = Windows.of(text, WINDOW, WINDOW, TRAIN);
        Samples test = Windows.of(text, WINDOW, TRAIN, TEST);
        DefaultTrainingConfig config = new DefaultTrainingConfig(new DjlLoss(new CrossEntropy()))
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(RATE))
                        .build())
                .addTrainingListeners(new EvaluatorTrainingListener())
                .addEvaluator(new Perplexity());
        try (Model model = Model.newInstance("characters", "PyTorch")) {
            model.setBlock(network());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, (long) WINDOW * Windows.SIZE));
                ArrayDataset trainSet = dataset(trainer.getManager(), train);
                ArrayDataset testSet = dataset(trainer.getManager(), test);
                for (int epoch = 1; epoch <= 4; epoch++) {
                    EasyTrain.fit(trainer, 1, trainSet, testSet);
                    TrainingResult measured = trainer.getTrainingResult();
                    figures.row(
                            String.valueOf(epoch),
                            measured.getTrainEvaluation("Perplexity"),
                            measured.getValidateEvaluation("Perplexity"),
                            Math.exp(measured.getValidateLoss()));
                }
            }
        }
        // end
        return figures;
    }

    // snippet: network
    private static Block network() {
        Weights start = new Weights(WINDOW * Windows.SIZE, HIDDEN, Windows.SIZE);
        return new SequentialBlock()
                .add(linear(start.transposed(0)))
                .add(Activation::tanh)
                .add(linear(start.transposed(1)));
    }

    private static Block linear(float[][] weights) {
        Linear linear = Linear.builder().setUnits(weights.length).build();
        linear.setInitializer((manager, shape, type) -> manager.create(weights), Parameter.Type.WEIGHT);
        return linear;
    }

    private static ArrayDataset dataset(NDManager manager, Samples samples) {
        return new ArrayDataset.Builder()
                .setData(manager.create(samples.x()))
                .optLabels(manager.create(samples.classes()))
                .setSampling(BATCH, false)
                .build();
    }
    // end
}
