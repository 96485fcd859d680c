/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import org.isoloss.ClassAxis;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.metric.LossMean;

/**
 * The perplexity of a language model over all tokens of an epoch, from logits.
 *
 * <pre>{@code config.addEvaluator(new Perplexity(ClassAxis.LAST, padding))}</pre>
 *
 * <p>Labels, a mask and sample weights are taken as {@link DjlLoss} takes them. Beyond the largest float it is infinite; {@link
 * #mean} has the mean in nats then.
 *
 * @see org.isoloss.metric.Perplexity
 * @since 0.1
 */
public final class Perplexity extends Meter {

    /** Of logits {@code [N, C]} or {@code [N, C, ...]}, with every token. */
    public Perplexity() {
        this(ClassAxis.FIRST);
    }

    /** Without the tokens that {@code ignored} lists; LAST is for logits {@code [N, T, C]}. */
    public Perplexity(ClassAxis classAxis, Integer... ignored) {
        super("Perplexity", new CrossEntropy().withIgnoreIndices(ignored), classAxis);
    }

    @Override
    double figure(LossMean mean) {
        return new org.isoloss.metric.Perplexity(mean).value();
    }
}
