/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.isoloss.LossConfig;

/** Loads a model, and its loss from JSON, in a JVM of its own, and writes what the loss is. */
public final class SavedModel {

    static final String NAME = "saved";
    static final Shape INPUT = new Shape(6, 4);

    private SavedModel() {}

    public static void main(String[] folder) throws IOException, MalformedModelException {
        Path path = Path.of(folder[0]);
        try (Model model = Model.newInstance(NAME, "PyTorch")) {
            model.setBlock(block());
            model.load(path, NAME);
            DjlLoss loss = new DjlLoss(LossConfig.fromJson(Files.readString(path.resolve("loss.json"))));
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
                trainer.initialize(INPUT);
                Files.writeString(path.resolve("score.txt"), score(trainer));
            }
        }
    }

    static Block block() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(5).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(3).build());
    }

    /** All the bits of it. */
    static String score(Trainer trainer) {
        try (NDManager batch = trainer.getManager().newSubManager()) {
            NDArray x = batch.arange((float) INPUT.size()).sin().reshape(INPUT);
            NDList y = new NDList(batch.create(new long[] {0, 1, 2, -1, 1, 0}));
            return Double.toHexString(Runs.number(trainer.getLoss().evaluate(y, trainer.evaluate(new NDList(x)))));
        }
    }
}
