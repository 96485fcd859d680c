/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.diagnose.BatchFit;
import org.isoloss.diagnose.Finding;
import org.isoloss.diagnose.LossMonitor;
import org.isoloss.djl.DjlLoss;
import org.isoloss.djl.LossListener;
import org.isoloss.djl.OverfitOneBatch;

/** A training that is watched, and a batch that is learned by heart. */
final class DjlDiagnosis {

    private DjlDiagnosis() {}

    /** What was found in it, and whether a batch could be learned. */
    static String run() throws IOException, TranslateException {
        Split digits = Split.of("digits.csv");
        Engine.getEngine("PyTorch").setRandomSeed(1);
        List<String> warnings = new ArrayList<>();
        // snippet: attach
        LossMonitor monitor = new LossMonitor().onFinding(finding -> warnings.add(finding.sentence()));
        DefaultTrainingConfig config = DjlTraining.config(new DjlLoss(new CrossEntropy()))
                .addTrainingListeners(new LossListener(monitor).every(2));
        // end
        try (Model model = Model.newInstance("digits", "PyTorch")) {
            model.setBlock(DjlTraining.network(32, 10));
            try (Trainer trainer = model.newTrainer(config)) {
                NDManager manager = trainer.getManager();
                trainer.initialize(new Shape(1, 64));
                ArrayDataset train = DjlTraining.dataset(
                        manager, digits.train(), manager.create(digits.train().classes()));
                ArrayDataset test = DjlTraining.dataset(
                        manager, digits.test(), manager.create(digits.test().classes()));
                // snippet: overfit
                BatchFit fit;
                try (Batch batch = trainer.iterateDataset(train).iterator().next()) {
                    fit = new OverfitOneBatch().run(trainer, batch); // leaves the network as it is
                }
                warnings.add(fit.sentence());
                // end
                // snippet: findings
                EasyTrain.fit(trainer, 2, train, test);
                String diagnosis = monitor.diagnosis().map(Finding::sentence).orElse("nothing found");
                // end
                return fit.ending() + ", " + diagnosis;
            }
        }
    }
}
