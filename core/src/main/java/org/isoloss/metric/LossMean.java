/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.metric;

import java.io.Serializable;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.tensor.TensorOps;

/**
 * The mean of a loss's terms over many batches.
 *
 * <pre>sum(values) / sum(weights), over all batches</pre>
 *
 * <p>It is what the loss would give for one batch of all rows, where a mean of the batches' means is not: batches differ in
 * size, in ignored labels, in weights. Of losses whose rows know each other it is the mean of what they came to batch by batch.
 *
 * @param sum of the terms' values
 * @param count of what the terms count for
 * @since 0.1
 */
public record LossMean(ExactSum sum, ExactSum count) implements Serializable {

    /** Of nothing so far. */
    public static final LossMean NOTHING = new LossMean(ExactSum.ZERO, ExactSum.ZERO);

    /** Of the terms of one batch, which are read back from the device. */
    public static <T> LossMean of(TensorOps<T> ops, Loss loss, Batch<T> batch) {
        double[] counted = ops.toHost(new Evaluator<>(ops).countedTerms(loss, batch));
        int terms = counted.length / 2;
        LossMean mean = NOTHING;
        for (int i = 0; i < terms; i++) {
            mean = mean.plus(counted[i], counted[terms + i]);
        }
        return mean;
    }

    /** With a term more, of which the value is already weighted. */
    public LossMean plus(double value, double weight) {
        return new LossMean(sum.plus(value), count.plus(weight));
    }

    /** Of the terms of both. */
    public LossMean merge(LossMean other) {
        return new LossMean(sum.plus(other.sum), count.plus(other.count));
    }

    /** The mean; 0 if nothing counts. */
    public double value() {
        return sum.over(count);
    }
}
