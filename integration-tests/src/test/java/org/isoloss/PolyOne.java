/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.List;
import org.isoloss.tensor.Tensor;

/** Poly-1 cross-entropy {@code -log p + epsilon (1 - p)} of the true class (Leng et al. 2022, equation 6). */
public record PolyOne(double epsilon, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N C *");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N *");

    public PolyOne {
        Check.atLeast("epsilon", epsilon, -1);
    }

    public PolyOne() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, LABELS);
    }

    @Override
    public Terms terms(Inputs in) {
        Labels y = in.labels(LABELS, List.of());
        Tensor logP = in.get(LOGITS).logSoftmax().pick(y.index());
        return Terms.of(logP.exp().times(-epsilon).plus(epsilon).minus(logP));
    }
}
