/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;

/**
 * Logistic loss of each element: binary cross-entropy whose truths are signs.
 *
 * <pre>l = log(1 + exp(-y x))</pre>
 *
 * <p>Ports: {@code logits [N, *]}, natural-log odds; {@code signs [N, *]}, -1 or 1.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: computed as {@code softplus(-y x)}, so it neither overflows nor dies at any finite logit.
 *
 * <p>Source: {@code torch.nn.SoftMarginLoss}, PyTorch 1.13, which overflows.
 *
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SoftMargin(Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SIGMOID_LOGITS, "N *");
    private static final Port SIGNS = Port.target("signs", Domain.SIGN, "N *");

    public SoftMargin() {
        this(Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, SIGNS);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(in.get(SIGNS).times(in.get(LOGITS)).negate().softplus());
    }

    public SoftMargin withReduction(Reduction reduction) {
        return new SoftMargin(reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new SoftMargin(Reduction.SUM), new SoftMargin(Reduction.NONE));
    }
}
