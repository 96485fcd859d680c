/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Random;
import org.isoloss.ClassAxis;
import org.isoloss.Execution;
import org.isoloss.classification.CrossEntropy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long training with a loss, a meter and clipped gradients takes no more memory than a short one. */
@Tag("slow")
class ManyStepsTest {

    private static final int ROWS = 64;
    private static final int CLASSES = 256;
    private static final String KEY = "epoch";

    private static final GradientClipping CLIPPING = new GradientClipping(1);
    private static final Perplexity PERPLEXITY = new Perplexity(ClassAxis.FIRST, -1);

    private static NDList labels(NDManager batch) {
        return new NDList(batch.create(new Random(2).longs(ROWS, -1, CLASSES).toArray()));
    }

    private static void steps(Trainer trainer, int count) {
        double[] x = new Random(1).doubles(ROWS * 4, -1, 1).toArray();
        for (int i = 0; i < count; i++) {
            try (NDManager batch = trainer.getManager().newSubManager()) {
                NDList features = new NDList(batch.create(x, new Shape(ROWS, 4)).toType(DataType.FLOAT32, false));
                NDList y = labels(batch);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDList out = trainer.forward(features);
                    NDArray loss = trainer.getLoss().evaluate(y, out);
                    collector.backward(loss);
                    PERPLEXITY.updateAccumulator(KEY, y, out);
                }
                assertThat(CLIPPING.clip(trainer)).isFinite();
                trainer.step();
            }
        }
    }

    private static Trainer trainer(Model model, DjlLoss loss) {
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(CLASSES).build()));
        Optimizer descent =
                Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.05f)).build();
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(descent));
        trainer.initialize(new Shape(ROWS, 4));
        return trainer;
    }

    private static String way(NDManager manager, DjlLoss loss) {
        try (NDManager batch = manager.newSubManager()) {
            return loss.explain(labels(batch), new NDList(batch.zeros(new Shape(ROWS, CLASSES))));
        }
    }

    /** An array of the size of the output that outlived each step would take 655 MB in all. */
    @ParameterizedTest
    @CsvSource({"AUTO, fused", "NATIVE, native"})
    void residentMemoryIsFlatOverTenThousandSteps(Execution execution, String way) {
        DjlLoss loss =
                new DjlLoss(new CrossEntropy().withLabelSmoothing(0.1).withIgnoreIndices(-1)).withExecution(execution);
        try (Model model = Model.newInstance("long", "PyTorch");
                Trainer trainer = trainer(model, loss)) {
            assertThat(way(trainer.getManager(), loss)).contains("runs " + way);
            PERPLEXITY.addAccumulator(KEY);
            steps(trainer, 3_000);
            int arrays = trainer.getManager().getManagedArrays().size();
            long before = ResidentMemory.bytes();
            steps(trainer, 10_000);
            assertThat(ResidentMemory.bytes() - before)
                    .as("bytes more than %d", before)
                    .isLessThan(64L << 20);
            assertThat(trainer.getManager().getManagedArrays()).hasSize(arrays);
            assertThat(PERPLEXITY.getAccumulator(KEY)).isBetween(1f, 1e4f);
        }
    }
}
