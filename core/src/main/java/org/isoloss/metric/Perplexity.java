/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.metric;

import java.io.Serializable;
import org.isoloss.Batch;
import org.isoloss.Check;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.tensor.TensorOps;

/**
 * How many equally likely tokens a language model is in doubt about.
 *
 * <pre>exp(sum_t -log p[t] / number of tokens), over all batches</pre>
 *
 * <p>Ignored and masked tokens take no part. The exponential is taken once, of the mean, so nothing overflows unless the
 * perplexity itself exceeds the largest double, beyond 709 nats a token; {@link #nats} has the mean then. Of no tokens it is 1.
 *
 * @param nats the negative logarithms of the tokens' probabilities
 * @since 0.1
 */
public record Perplexity(LossMean nats) implements Serializable {

    /** Of nothing so far. */
    public static final Perplexity NOTHING = new Perplexity(LossMean.NOTHING);

    private static final double NATS_PER_BIT = Math.log(2);

    /** Of the tokens of one batch; {@code loss} gives nats, such as {@link CrossEntropy} without smoothing. */
    public static <T> Perplexity of(TensorOps<T> ops, Loss loss, Batch<T> batch) {
        return new Perplexity(LossMean.of(ops, loss, batch));
    }

    /** Of the tokens of both. */
    public Perplexity merge(Perplexity other) {
        return new Perplexity(nats.merge(other.nats));
    }

    /** The perplexity. */
    public double value() {
        return Math.exp(nats.value());
    }

    /** The mean in bits. */
    public double bitsPerToken() {
        return nats.value() / NATS_PER_BIT;
    }

    /** Bits per character of the text that the tokens write, which does not depend on how it was cut into tokens. */
    public double bitsPerCharacter(long characters) {
        Check.above("characters", characters, 0);
        return nats.sum().over(ExactSum.ZERO.plus(characters)) / NATS_PER_BIT;
    }
}
