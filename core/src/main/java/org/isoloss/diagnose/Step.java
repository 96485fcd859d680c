/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a monitor is told of one step of training. All but the loss may be unknown; rules that need it stay silent then.
 *
 * @param number counts the steps, from 1
 * @param epoch which pass over the data, from 0; steps of one pass have the same
 * @param loss what the step minimised; may be NaN or infinite
 * @param gradients how long its gradients were
 * @param learningRate the optimiser's
 * @param movement how far the update before this step moved the parameters: <code>|w - w'| / |w'|</code>
 * @param minibatch what went in and came out
 * @since 0.1
 */
public record Step(
        long number,
        int epoch,
        double loss,
        Optional<Gradients> gradients,
        OptionalDouble learningRate,
        OptionalDouble movement,
        Optional<Minibatch> minibatch) {

    /** Of which nothing but the loss is known. */
    public static Step of(long number, int epoch, double loss) {
        return new Step(
                number,
                epoch,
                loss,
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    public Step withGradients(Gradients gradients) {
        return new Step(number, epoch, loss, Optional.of(gradients), learningRate, movement, minibatch);
    }

    public Step withLearningRate(OptionalDouble learningRate) {
        return new Step(number, epoch, loss, gradients, learningRate, movement, minibatch);
    }

    public Step withMovement(OptionalDouble movement) {
        return new Step(number, epoch, loss, gradients, learningRate, movement, minibatch);
    }

    public Step withMinibatch(Minibatch minibatch) {
        return new Step(number, epoch, loss, gradients, learningRate, movement, Optional.of(minibatch));
    }

    /** Without what takes memory. */
    Step lean() {
        return new Step(number, epoch, loss, gradients, learningRate, movement, minibatch.map(Minibatch::lean));
    }
}
