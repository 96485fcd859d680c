/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.isoloss.Check;
import org.isoloss.diagnose.LossMonitor;
import org.isoloss.diagnose.Step;
import org.isoloss.metric.ExactSum;
import org.isoloss.metric.LossMean;

/**
 * Tells a {@link LossMonitor} of each step of a training, with any loss.
 *
 * <pre>{@code
 * LossMonitor monitor = new LossMonitor();
 * config.addTrainingListeners(new LossListener(monitor));
 * }</pre>
 *
 * <p>It sees the loss, the gradients before the optimiser takes them, how far the step before moved the parameters, and the first
 * {@value org.isoloss.diagnose.Minibatch#MOST} numbers of the first input, output and label. The validation loss is the mean over
 * the rows of a validation. The learning rate is not to be had from DJL's optimisers; {@link #withLearningRate} tells it.
 *
 * <p>A measured step costs another evaluation of the loss, five reads from the device and a copy of the parameters, which is
 * kept until the next; {@link #every} measures fewer. Nothing else stays in native memory, and that goes with the end of the
 * trainer. With several devices the first is looked at.
 *
 * @since 0.1
 */
public final class LossListener extends TrainingListenerAdapter {

    private final LossMonitor monitor;
    private final int every;
    private final Optional<Tracker> learningRate;
    private Optional<Weights> before = Optional.empty();
    private LossMean validation = LossMean.NOTHING;
    private long steps;
    private int epoch;

    /** Measures every step. */
    public LossListener(LossMonitor monitor) {
        this(monitor, 1, Optional.empty());
    }

    private LossListener(LossMonitor monitor, int every, Optional<Tracker> learningRate) {
        this.monitor = monitor;
        this.every = every;
        this.learningRate = learningRate;
    }

    /** The same, measuring the loss of every step but all else of every {@code every}th alone; at least 1. */
    public LossListener every(int every) {
        Check.atLeast("every", every, 1);
        return new LossListener(monitor, every, learningRate);
    }

    /** The same, knowing what the optimiser was given for its learning rate. */
    public LossListener withLearningRate(Tracker learningRate) {
        return new LossListener(monitor, every, Optional.of(learningRate));
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
        steps++;
        if (steps == 1) {
            Readings.guess(trainer.getLoss()).ifPresent(monitor::compareWith);
        }
        double loss = losses(trainer, batch).value();
        Step step = Step.of(steps, epoch, loss).withLearningRate(rate());
        monitor.step(steps % every == 0 ? measured(step, trainer, batch) : step);
        remember(trainer);
    }

    /** What is made on the way is closed; handles of gradients too. */
    private Step measured(Step step, Trainer trainer, BatchData batch) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Step more = step.withGradients(Readings.gradients(trainer)).withMovement(movement());
            return Readings.minibatch(trainer, batch).map(more::withMinibatch).orElse(more);
        }
    }

    private OptionalDouble rate() {
        return learningRate.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(learningRate.get().getNewValue((int) steps));
    }

    private OptionalDouble movement() {
        return before.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(before.get().movement());
    }

    /** The parameters, if the next step is measured. */
    private void remember(Trainer trainer) {
        forget();
        if ((steps + 1) % every == 0) {
            before = Optional.of(Weights.of(trainer));
        }
    }

    private void forget() {
        before.ifPresent(Weights::close);
        before = Optional.empty();
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batch) {
        validation = validation.merge(losses(trainer, batch));
    }

    /** Over the rows of all devices. */
    private static LossMean losses(Trainer trainer, BatchData batch) {
        LossMean mean = LossMean.NOTHING;
        for (Map.Entry<Device, NDList> entry : batch.getPredictions().entrySet()) {
            NDList labels = batch.getLabels()
                    .getOrDefault(entry.getKey(), batch.getBatch().getLabels());
            double loss = Readings.loss(trainer.getLoss(), labels, entry.getValue());
            long rows = entry.getValue().head().getShape().get(0);
            mean = mean.plus(loss * rows, rows);
        }
        return mean;
    }

    @Override
    public void onEpoch(Trainer trainer) {
        if (!validation.count().equals(ExactSum.ZERO)) {
            monitor.validated(validation.value());
            validation = LossMean.NOTHING;
        }
        epoch++;
    }

    @Override
    public void onTrainingEnd(Trainer trainer) {
        forget();
    }
}
