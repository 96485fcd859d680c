/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.isoloss.Batch;
import org.isoloss.Domain;
import org.isoloss.Loss;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;

/**
 * What a loss can be for one batch, whatever the network.
 *
 * @param zero for outputs of 0: log C for a cross-entropy of C classes
 * @param constant the least for outputs that are the same for all rows: the entropy of the labels' frequencies, the variance of
 *     targets
 * @param floor the least of all: 0 for most losses, more where labels are smoothed or soft
 * @since 0.1
 */
public record Levels(OptionalDouble zero, OptionalDouble constant, OptionalDouble floor) {

    /** Of a loss of which nothing is known. */
    public static final Levels UNKNOWN =
            new Levels(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** Outputs of these may be any numbers. */
    private static final Set<Domain> FREE =
            EnumSet.of(Domain.REAL, Domain.SOFTMAX_LOGITS, Domain.SIGMOID_LOGITS, Domain.LOG_RATE, Domain.EMBEDDING);

    /**
     * Of a loss of ours, found by training the outputs themselves: any loss, with its weights, smoothing and ignored labels. Not
     * known if the loss demands outputs of a kind, such as probabilities, or the batch has more than {@value Minibatch#MOST}
     * outputs.
     */
    public static Levels of(Loss loss, Batch<HostTensor> batch) {
        long size = batch.predictions(loss).stream()
                .mapToLong(x -> Shapes.size(x.shape()))
                .sum();
        boolean free = loss.signature().predictions().stream().allMatch(p -> FREE.contains(p.domain()));
        if (!free || size == 0 || size > Minibatch.MOST) {
            return UNKNOWN;
        }
        return new Levels(
                OptionalDouble.of(new FreeOutputs(loss, batch, true).value()),
                OptionalDouble.of(new FreeOutputs(loss, batch, true).least()),
                OptionalDouble.of(new FreeOutputs(loss, batch, false).least()));
    }

    /** Of a loss of the framework's own, by what is known of its kind. */
    public static Levels of(Guess guess, Minibatch batch) {
        TargetPool pool = new TargetPool();
        pool.add(batch.targets(), batch.outputs().width());
        return new Levels(guess.uniform(pool.width()), guess.constant(pool), OptionalDouble.empty());
    }
}
