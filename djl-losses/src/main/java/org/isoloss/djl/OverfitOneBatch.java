/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import org.isoloss.Check;
import org.isoloss.diagnose.BatchFit;
import org.isoloss.diagnose.Levels;

/**
 * Trains a network on a single batch to see whether it can learn it by heart, as every sound one can.
 *
 * <pre>{@code
 * BatchFit fit = new OverfitOneBatch().run(trainer, batch);
 * if (!fit.reached()) {
 *     log.warn(fit.sentence());
 * }
 * }</pre>
 *
 * <p>The trainer must be initialised. Its parameters are put back to the last bit; gradients are 0 afterwards; its optimiser
 * is not used but an Adam of this class, so that a wrong learning rate is no excuse. Listeners are not told. Dropout stays
 * on, and keeps the loss from its floor. Of losses of ours the floor is known, so labels may be smoothed or soft; of others
 * it is taken to be 0.
 *
 * @since 0.1
 */
public final class OverfitOneBatch {

    private final int steps;
    private final double learningRate;

    /** At most 500 steps with a learning rate of 0.01. */
    public OverfitOneBatch() {
        this(500, 0.01);
    }

    private OverfitOneBatch(int steps, double learningRate) {
        Check.atLeast("steps", steps, 1);
        Check.above("learningRate", learningRate, 0);
        this.steps = steps;
        this.learningRate = learningRate;
    }

    public OverfitOneBatch withSteps(int steps) {
        return new OverfitOneBatch(steps, learningRate);
    }

    public OverfitOneBatch withLearningRate(double learningRate) {
        return new OverfitOneBatch(steps, learningRate);
    }

    /** Trains and puts back; the batch stays open. It stops before the last step if the loss has come to its floor. */
    public BatchFit run(Trainer trainer, Batch batch) {
        try (Weights before = Weights.all(trainer);
                AdamState adam = new AdamState(trainer, learningRate)) {
            try {
                return run(trainer, batch, adam);
            } finally {
                adam.clearGradients();
                before.restore();
            }
        }
    }

    private BatchFit run(Trainer trainer, Batch batch, AdamState adam) {
        double first = step(trainer, batch, adam);
        Levels levels = levels(trainer, batch);
        return BatchFit.train(first, levels, steps, i -> {
            adam.step(i);
            return step(trainer, batch, adam);
        });
    }

    /** The loss, and new gradients of it. */
    private static double step(Trainer trainer, Batch batch, AdamState adam) {
        adam.clearGradients();
        try (NDScope scope = new NDScope();
                GradientCollector collector = trainer.newGradientCollector()) {
            scope.suppressNotUsedWarning();
            NDList predictions = trainer.forward(batch.getData(), batch.getLabels());
            NDArray loss = trainer.getLoss().evaluate(batch.getLabels(), predictions);
            collector.backward(loss);
            return loss.sum().getFloat();
        }
    }

    private static Levels levels(Trainer trainer, Batch batch) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList predictions = trainer.forward(batch.getData(), batch.getLabels());
            return Readings.levels(trainer.getLoss(), batch, predictions);
        }
    }
}
