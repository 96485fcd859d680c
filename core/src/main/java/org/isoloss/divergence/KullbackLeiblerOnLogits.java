/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.divergence;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Kullback-Leibler divergence of the distribution that a student gives from that of its teacher, both as logits: distillation.
 *
 * <pre>l[i] = sum_c q[i, c] (log q[i, c] - log p[i, c]),   p = softmax(logits), q = softmax(teacher)
 * perElement: the same without the sum</pre>
 *
 * <p>Ports: {@code logits [N, C]}, natural-log scores of the student, unnormalised; {@code teacher [N, C]}, those of the teacher. Both have
 * gradients: give a teacher that is not to learn as a constant.
 *
 * <p>The mean divides by the number of rows that count, and per element by the number of their elements.
 *
 * <p>Edges: finite for all finite logits.
 *
 * <p>Source: Hinton et al. 2015, section 2, at temperature 1: divide both logits by another one. {@code torch.nn.KLDivLoss} of a
 * log-softmax and a softmax.
 *
 * @param perElement whether each element is a term of its own; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record KullbackLeiblerOnLogits(boolean perElement, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N C");
    private static final Port TEACHER = Port.prediction("teacher", Domain.SOFTMAX_LOGITS, "N C");

    public KullbackLeiblerOnLogits() {
        this(false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, TEACHER);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor logQ = in.get(TEACHER).logSoftmax();
        Tensor logP = in.get(LOGITS).logSoftmax();
        return KullbackLeibler.terms(perElement, KullbackLeibler.cost(logQ.exp(), logQ, logP));
    }

    public KullbackLeiblerOnLogits withPerElement(boolean perElement) {
        return new KullbackLeiblerOnLogits(perElement, reduction);
    }

    public KullbackLeiblerOnLogits withReduction(Reduction reduction) {
        return new KullbackLeiblerOnLogits(perElement, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new KullbackLeiblerOnLogits(true, Reduction.MEAN), new KullbackLeiblerOnLogits(false, Reduction.SUM));
    }
}
