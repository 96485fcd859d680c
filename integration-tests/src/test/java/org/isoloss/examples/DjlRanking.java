/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import org.isoloss.Loss;
import org.isoloss.djl.DjlLoss;
import org.isoloss.ranking.LambdaRank;
import org.isoloss.ranking.ListNet;

/** Lists of patients, the most ill to be ranked first. */
final class DjlRanking {

    private static final int LENGTH = 10;

    private DjlRanking() {}

    static Figures run() throws IOException, TranslateException {
        Figures figures = Figures.of("loss", new Figures.Column("NDCG", 3, 0.05));
        Split patients = Split.graded();
        figures.row("before training", ndcg(new ListNet(), patients, 0));
        // snippet: losses
        figures.row("ListNet", ndcg(new ListNet(), patients, 12));
        figures.row("LambdaRank", ndcg(new LambdaRank(), patients, 12));
        // end
        return figures;
    }

    // snippet: ndcg
    private static double ndcg(Loss loss, Split patients, int epochs) throws IOException, TranslateException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (Model model = Model.newInstance("patients", "PyTorch")) {
            // documents [N, L, features] become scores [N, L]
            model.setBlock(
                    DjlTraining.network(4, 1).add(x -> new NDList(x.head().squeeze(-1))));
            try (Trainer trainer = model.newTrainer(DjlTraining.config(new DjlLoss(loss)))) {
                NDManager manager = trainer.getManager();
                trainer.initialize(new Shape(1, LENGTH, 10));
                ArrayDataset lists = new ArrayDataset.Builder()
                        .setData(documents(manager, patients.train()))
                        .optLabels(grades(manager, patients.train()))
                        .setSampling(8, true)
                        .build();
                EasyTrain.fit(trainer, epochs, lists, null);
                NDArray test = documents(manager, patients.test());
                float[] scores = trainer.evaluate(new NDList(test)).head().toFloatArray();
                return Measures.ndcg(scores, patients.test().y(), LENGTH);
            }
        }
    }

    private static NDArray documents(NDManager manager, Samples samples) {
        int lists = samples.size() / LENGTH;
        return manager.create(samples.range(0, lists * LENGTH).x()).reshape(lists, LENGTH, samples.width());
    }

    private static NDArray grades(NDManager manager, Samples samples) {
        int lists = samples.size() / LENGTH;
        return manager.create(samples.range(0, lists * LENGTH).y(), new Shape(lists, LENGTH));
    }
    // end
}
