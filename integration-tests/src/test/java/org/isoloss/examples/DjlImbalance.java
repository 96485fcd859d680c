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
import java.util.List;
import java.util.Map;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.djl.DjlLoss;

/** A rare class: plain cross-entropy against class weights against the focal loss. */
final class DjlImbalance {

    private static final int RARE = 0;

    private DjlImbalance() {}

    static Figures run() throws IOException, TranslateException {
        Figures figures = Figures.of(
                "loss",
                new Figures.Column("recall of the rare class", 3, 0.04),
                new Figures.Column("recall of the other", 3, 0.03));
        List<Split> tumours = Split.tumours();
        // snippet: losses
        Map<String, Loss> losses = new LinkedHashMap<>();
        losses.put("plain", new CrossEntropy());
        losses.put("class weights", new CrossEntropy().withClassWeights(List.of(20.0, 1.0)));
        losses.put("focal", new SoftmaxFocal().withGamma(2));
        losses.put("focal with weights", new SoftmaxFocal().withGamma(2).withClassWeights(List.of(20.0, 1.0)));
        // end
        for (Map.Entry<String, Loss> loss : losses.entrySet()) {
            double rare = 0;
            double other = 0;
            for (Split quarter : tumours) {
                float[] scores = scores(loss.getValue(), quarter);
                int[] classes = quarter.test().classes();
                rare += Measures.recall(scores, classes, RARE) / tumours.size();
                other += Measures.recall(scores, classes, 1 - RARE) / tumours.size();
            }
            figures.row(loss.getKey(), rare, other);
        }
        return figures;
    }

    // snippet: scores
    private static float[] scores(Loss loss, Split tumours) throws IOException, TranslateException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (Model model = Model.newInstance("tumours", "PyTorch")) {
            model.setBlock(DjlTraining.network(8, 2));
            try (Trainer trainer = model.newTrainer(DjlTraining.config(new DjlLoss(loss)))) {
                trainer.initialize(new Shape(1, tumours.train().width()));
                NDArray labels = trainer.getManager().create(tumours.train().classes());
                EasyTrain.fit(trainer, 5, DjlTraining.dataset(trainer.getManager(), tumours.train(), labels), null);
                return DjlTraining.outputs(trainer, tumours.test());
            }
        }
    }
    // end
}
