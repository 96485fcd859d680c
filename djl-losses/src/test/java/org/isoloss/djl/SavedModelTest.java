/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.isoloss.LossConfig;
import org.isoloss.classification.SoftmaxFocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DJL saves a network without its loss; the loss is saved beside it, as JSON. */
class SavedModelTest {

    private static final SoftmaxFocal LOSS = new SoftmaxFocal()
            .withGamma(1.5)
            .withLabelSmoothing(0.1)
            .withClassWeights(List.of(1.0, 2.0, 0.5))
            .withIgnoreIndices(-1);

    private static String saved(Path folder) throws IOException {
        Files.writeString(folder.resolve("loss.json"), LossConfig.toJson(LOSS));
        try (Model model = Model.newInstance(SavedModel.NAME, "PyTorch")) {
            model.setBlock(SavedModel.block());
            String score;
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(new DjlLoss(LOSS)))) {
                trainer.initialize(SavedModel.INPUT);
                score = SavedModel.score(trainer);
            }
            model.save(folder, SavedModel.NAME);
            return score;
        }
    }

    @Test
    void itScoresTheSameInAnotherJvm(@TempDir Path folder) throws IOException, InterruptedException {
        String here = saved(folder);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SavedModel.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        assertThat(other.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("score.txt"))).isEqualTo(here);
        assertThat(Double.parseDouble(here)).isPositive();
    }
}
