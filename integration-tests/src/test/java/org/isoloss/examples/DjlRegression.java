/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.isoloss.Loss;
import org.isoloss.djl.DjlLoss;
import org.isoloss.regression.Huber;
import org.isoloss.regression.Quantile;
import org.isoloss.regression.SquaredError;

/** Targets with gross errors: squared error against Huber, and a quantile. */
final class DjlRegression {

    private DjlRegression() {}

    static Figures run() throws IOException, TranslateException {
        Figures figures = Figures.of(
                "loss",
                new Figures.Column("mean absolute error", 3, 0.1),
                new Figures.Column("share of targets below the prediction", 3, 0.08));
        Split patients = Split.patients();
        // snippet: losses
        Map<String, Loss> losses = new LinkedHashMap<>();
        losses.put("squared error", new SquaredError());
        losses.put("Huber", new Huber().withDelta(0.5));
        losses.put("median", new Quantile().withQuantile(0.5));
        losses.put("lower decile", new Quantile().withQuantile(0.1));
        // end
        for (Map.Entry<String, Loss> loss : losses.entrySet()) {
            float[] values = values(loss.getValue(), patients);
            float[] targets = patients.test().y();
            figures.row(loss.getKey(), Measures.meanAbsoluteError(values, targets), Measures.covered(values, targets));
        }
        return figures;
    }

    // snippet: values
    static float[] values(Loss loss, Split patients) throws IOException, TranslateException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (Model model = Model.newInstance("patients", "PyTorch")) {
            model.setBlock(DjlTraining.network(4, 1));
            try (Trainer trainer = model.newTrainer(DjlTraining.config(new DjlLoss(loss)))) {
                trainer.initialize(new Shape(1, patients.train().width()));
                Samples train = patients.train();
                NDArray targets = trainer.getManager().create(train.y(), new Shape(train.size(), 1));
                EasyTrain.fit(trainer, 20, DjlTraining.dataset(trainer.getManager(), train, targets), null);
                return DjlTraining.outputs(trainer, patients.test());
            }
        }
    }
    // end
}
