/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Optional;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Tensor;

/**
 * A loss before reduction.
 *
 * @param values one value for each term, weighted as the formula says
 * @param weights what each term counts for in a mean; empty if all count as one
 */
public record Terms(Tensor values, Optional<Tensor> weights) {

    public static Terms of(Tensor values) {
        return new Terms(values, Optional.empty());
    }

    /** The same values; a mean divides by the sum of {@code weights} instead of the number of terms. */
    public Terms countedAs(Tensor weights) {
        return new Terms(values, Optional.of(weights));
    }

    /** Drops the terms whose indicator does not hold: value and weight become 0, whatever they were. */
    public Terms keep(Optional<Tensor> indicator) {
        return indicator.map(this::keep).orElse(this);
    }

    private Terms keep(Tensor kept) {
        Tensor weight = weights.map(w -> w.where(kept, 0)).orElseGet(() -> kept.toFloat(values));
        return new Terms(values.where(kept, 0), Optional.of(weight));
    }

    /** Multiplies value and weight of each term. */
    public Terms scaledBy(Optional<Tensor> factors) {
        return factors.map(f -> new Terms(
                        values.times(f),
                        Optional.of(weights.map(w -> w.times(f)).orElse(f))))
                .orElse(this);
    }

    Tensor sum() {
        return values.sumAll();
    }

    /** What a mean divides by, if it is not simply the number of terms. */
    Optional<Tensor> count() {
        return counts().map(Tensor::sumAll);
    }

    /** What each term counts for, shaped as the values; empty if all count as one. */
    Optional<Tensor> counts() {
        return weights.map(w -> (w.kind() == Kind.FLOAT ? w : w.toFloat(values)).broadcastTo(values.shape()));
    }
}
