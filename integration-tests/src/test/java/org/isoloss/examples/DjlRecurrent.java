/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.isoloss.ClassAxis;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.djl.GradientClipping;
import org.isoloss.djl.Perplexity;

/** A recurrent language model over lines of different lengths. */
final class DjlRecurrent {

    private static final int STEPS = 40;

    private DjlRecurrent() {}

    static Figures run() throws IOException, TranslateException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        Figures figures = Figures.of("epoch", new Figures.Column("perplexity of unseen text", 3, 0.6));
        List<int[]> lines = Windows.lines(Arrays.copyOf(Windows.constitution(), 9_000), STEPS);
        int from = lines.size() * 3 / 4;
        // snippet: train
        DjlLoss loss = new DjlLoss(new CrossEntropy().withIgnoreIndices(Windows.PADDING)).withClassAxis(ClassAxis.LAST);
        DefaultTrainingConfig config = DjlTraining.config(loss)
                .addTrainingListeners(new GradientClipping(1))
                .addEvaluator(new Perplexity(ClassAxis.LAST, Windows.PADDING));
        Block network = new SequentialBlock()
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(64)
                        .optBatchFirst(true)
                        .build())
                .add(Linear.builder().setUnits(Windows.SIZE).build());
        try (Model model = Model.newInstance("lines", "PyTorch")) {
            model.setBlock(network);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, STEPS, Windows.SIZE));
                ArrayDataset train = dataset(trainer.getManager(), lines.subList(0, from));
                ArrayDataset test = dataset(trainer.getManager(), lines.subList(from, lines.size()));
                for (int epoch = 1; epoch <= 5; epoch++) {
                    EasyTrain.fit(trainer, 1, train, test);
                    figures.row(
                            String.valueOf(epoch), trainer.getTrainingResult().getValidateEvaluation("Perplexity"));
                }
            }
        }
        // end
        return figures;
    }

    // snippet: dataset
    /** Each step sees the character before it, one-hot; steps behind the end of a line are ignored. */
    private static ArrayDataset dataset(NDManager manager, List<int[]> lines) {
        float[] x = new float[lines.size() * STEPS * Windows.SIZE];
        int[] y = new int[lines.size() * STEPS];
        Arrays.fill(y, Windows.PADDING);
        for (int i = 0; i < lines.size(); i++) {
            int[] line = lines.get(i);
            for (int t = 0; t < line.length; t++) {
                int before = t == 0 ? 0 : line[t - 1];
                x[(i * STEPS + t) * Windows.SIZE + before] = 1;
                y[i * STEPS + t] = line[t];
            }
        }
        return new ArrayDataset.Builder()
                .setData(manager.create(x, new Shape(lines.size(), STEPS, Windows.SIZE)))
                .optLabels(manager.create(y, new Shape(lines.size(), STEPS)))
                .setSampling(16, true)
                .build();
    }
    // end
}
