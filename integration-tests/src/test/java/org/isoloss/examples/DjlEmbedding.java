/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.PairList;
import java.io.IOException;
import java.util.Arrays;
import org.isoloss.djl.DjlLoss;
import org.isoloss.embedding.BatchHardTriplet;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;

/** Embeddings: triplets that are mined in the batch, triplets that are given, and contrast of pairs. */
final class DjlEmbedding {

    private static final int WIDTH = 4;
    private static final int EPOCHS = 5;

    private DjlEmbedding() {}

    static Figures run() throws IOException, TranslateException {
        Figures figures = Figures.of("loss", new Figures.Column("recall@1", 3, 0.05));
        Split digits = Split.of("digits.csv");
        figures.row("before training", recall(digits, new DjlLoss(new TripletMargin()), 0));
        figures.row("triplets, mined", mined(digits));
        figures.row("triplets, given", recall(digits, new DjlLoss(new TripletMargin()), 3));
        figures.row("InfoNCE of pairs", recall(digits, new DjlLoss(new InfoNce().withTemperature(0.1)), 2));
        return figures;
    }

    // snippet: mined
    private static double mined(Split digits) throws IOException, TranslateException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        DjlLoss loss = new DjlLoss(new BatchHardTriplet().withMargin(1));
        try (Model model = Model.newInstance("digits", "PyTorch")) {
            model.setBlock(DjlTraining.network(32, WIDTH));
            try (Trainer trainer = model.newTrainer(DjlTraining.config(loss))) {
                trainer.initialize(new Shape(1, 64));
                NDArray groups = trainer.getManager().create(digits.train().classes());
                EasyTrain.fit(trainer, EPOCHS, DjlTraining.dataset(trainer.getManager(), digits.train(), groups), null);
                float[] embeddings = DjlTraining.outputs(trainer, digits.test());
                return Measures.recallAt1(embeddings, digits.test().classes());
            }
        }
    }
    // end

    // snippet: shared
    /** One encoder for all inputs: a list of embeddings, one for each. */
    private static final class Shared extends AbstractBlock {
        private final Block encoder;

        Shared(Block encoder) {
            this.encoder = addChildBlock("encoder", encoder);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> params) {
            NDList embeddings = new NDList();
            for (NDArray x : inputs) {
                embeddings.addAll(encoder.forward(parameters, new NDList(x), training));
            }
            return embeddings;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return Arrays.stream(inputs)
                    .flatMap(x -> Arrays.stream(encoder.getOutputShapes(new Shape[] {x})))
                    .toArray(Shape[]::new);
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            encoder.initialize(manager, type, inputs[0]);
        }
    }
    // end

    // snippet: given
    /** With two views for each row the loss gets anchors and positives, with three negatives as well. */
    private static double recall(Split digits, DjlLoss loss, int views) throws IOException, TranslateException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        Triplets triplets = Triplets.of(digits.train(), digits.train().size());
        try (Model model = Model.newInstance("digits", "PyTorch")) {
            model.setBlock(new Shared(DjlTraining.network(32, WIDTH)));
            try (Trainer trainer = model.newTrainer(DjlTraining.config(loss))) {
                NDManager manager = trainer.getManager();
                trainer.initialize(new Shape(1, 64));
                if (views > 0) {
                    NDList all = new NDList(
                            manager.create(triplets.anchors().x()),
                            manager.create(triplets.positives().x()),
                            manager.create(triplets.negatives().x()));
                    ArrayDataset given = new ArrayDataset.Builder()
                            .setData(all.subList(0, views).toArray(NDArray[]::new))
                            .optLabels(
                                    manager.zeros(new Shape(triplets.anchors().size()))) // not looked at
                            .setSampling(32, true)
                            .build();
                    EasyTrain.fit(trainer, EPOCHS, given, null);
                }
                float[] embeddings = DjlTraining.outputs(trainer, digits.test());
                return Measures.recallAt1(embeddings, digits.test().classes());
            }
        }
    }
    // end
}
