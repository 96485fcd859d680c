/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.isoloss.Check;
import org.isoloss.diagnose.LossMonitor;
import org.isoloss.diagnose.Minibatch;
import org.isoloss.diagnose.Step;
import org.isoloss.metric.LossMean;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Tells a {@link LossMonitor} of each step of a training, with any loss, of a {@code MultiLayerNetwork} or a {@code
 * ComputationGraph}.
 *
 * <pre>{@code
 * LossMonitor monitor = new LossMonitor();
 * network.addListeners(new LossListener(monitor));
 * }</pre>
 *
 * <p>It sees the score, with the penalties on parameters that DL4J adds, the gradients of the loss before the updater takes them,
 * the learning rate of the last layer that has one, how far the step before moved the parameters, and the first
 * {@value org.isoloss.diagnose.Minibatch#MOST} numbers of the first input, output and label. Classes are taken to lie along the
 * second axis. A validation loss is measured at the end of each epoch {@link #withValidation on data}; or call {@link
 * LossMonitor#validated}.
 *
 * <p>A measured step costs another activation of the output layer and a read of each gradient; {@link #every} measures
 * fewer. It keeps no array. Add it behind a {@link GradientClipping} to see what is left of the gradients.
 *
 * @since 0.1
 */
public final class LossListener extends BaseTrainingListener {

    private final LossMonitor monitor;
    private final int every;
    private final Optional<DataSetIterator> validation;
    private Optional<Minibatch> minibatch = Optional.empty();
    private OptionalDouble movement = OptionalDouble.empty();
    private double size;
    private long steps;
    private int epoch;

    /** Measures every step. */
    public LossListener(LossMonitor monitor) {
        this(monitor, 1, Optional.empty());
    }

    private LossListener(LossMonitor monitor, int every, Optional<DataSetIterator> validation) {
        this.monitor = monitor;
        this.every = every;
        this.validation = validation;
    }

    /** The same, measuring the loss of every step but all else of every {@code every}th alone; at least 1. */
    public LossListener every(int every) {
        Check.atLeast("every", every, 1);
        return new LossListener(monitor, every, validation);
    }

    /** The same, measuring the loss on {@code data} at the end of each epoch. */
    public LossListener withValidation(DataSetIterator data) {
        return new LossListener(monitor, every, Optional.of(data));
    }

    /** The output layer still has what it was given here. */
    @Override
    public void onBackwardPass(Model model) {
        minibatch = (steps + 1) % every == 0 ? Readings.minibatch(model) : Optional.empty();
    }

    @Override
    public void onGradientCalculation(Model model) {
        steps++;
        if (steps == 1) {
            Readings.guess(model).ifPresent(monitor::compareWith);
        }
        Step step = Step.of(steps, epoch, model.score()).withLearningRate(Readings.learningRate(model));
        if (steps % every == 0) {
            size = GradientClipping.squares(model.params());
            Step more = step.withGradients(Readings.gradients(model)).withMovement(movement);
            monitor.step(minibatch.map(more::withMinibatch).orElse(more));
        } else {
            monitor.step(step);
        }
        movement = OptionalDouble.empty();
    }

    /** The updater has put its update in the place of the gradients. */
    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        boolean nextMeasured = (steps + 1) % every == 0;
        if (!nextMeasured) {
            return;
        }
        double moved = GradientClipping.gradients(model).values().stream()
                .mapToDouble(GradientClipping::squares)
                .sum();
        movement = OptionalDouble.of(size == 0 ? 0 : Math.sqrt(moved / size));
    }

    @Override
    public void onEpochEnd(Model model) {
        epoch++;
        if (validation.isEmpty()) {
            return;
        }
        double score = model.score();
        DataSetIterator data = validation.get();
        LossMean mean = LossMean.NOTHING;
        data.reset();
        while (data.hasNext()) {
            DataSet batch = data.next();
            mean = mean.plus(Readings.score(model, batch) * batch.numExamples(), batch.numExamples());
        }
        Readings.score(model, score);
        monitor.validated(mean.value());
    }
}
