/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingResult;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.djl.Perplexity;

/** From a network to one that is trained with a loss of this library. */
final class DjlFirstSteps {

    private DjlFirstSteps() {}

    static Figures run() throws IOException, TranslateException {
        Figures figures = Figures.of(
                "digits", new Figures.Column("accuracy", 3, 0.03), new Figures.Column("perplexity", 3, 0.15));
        Split digits = Split.of("digits.csv");
        Engine.getEngine("PyTorch").setRandomSeed(1);
        // snippet: train
        DjlLoss loss = new DjlLoss(new CrossEntropy().withLabelSmoothing(0.05));
        DefaultTrainingConfig config =
                DjlTraining.config(loss).addEvaluator(new Accuracy()).addEvaluator(new Perplexity());
        try (Model model = Model.newInstance("digits", "PyTorch")) {
            model.setBlock(DjlTraining.network(32, 10));
            try (Trainer trainer = model.newTrainer(config)) {
                NDManager manager = trainer.getManager();
                trainer.initialize(new Shape(1, 64));
                ArrayDataset train = DjlTraining.dataset(
                        manager, digits.train(), manager.create(digits.train().classes()));
                ArrayDataset test = DjlTraining.dataset(
                        manager, digits.test(), manager.create(digits.test().classes()));
                for (int epoch = 1; epoch <= 4; epoch++) {
                    EasyTrain.fit(trainer, 1, train, test);
                    TrainingResult measured = trainer.getTrainingResult();
                    figures.row(
                            "epoch " + epoch,
                            measured.getValidateEvaluation("Accuracy"),
                            measured.getValidateEvaluation("Perplexity"));
                }
            }
        }
        // end
        return figures;
    }
}
