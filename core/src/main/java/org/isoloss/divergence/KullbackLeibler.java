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
 * Kullback-Leibler divergence of a predicted distribution from the true one.
 *
 * <pre>l[i] = sum_c q[i, c] (log q[i, c] - log p[i, c])
 * perElement: l[i, c] = q[i, c] (log q[i, c] - log p[i, c])</pre>
 *
 * <p>Ports: {@code logP [N, C]}, natural logarithms of the predicted distribution, as a log-softmax gives them; {@code q [N, C]},
 * the true distribution.
 *
 * <p>The mean divides by the number of rows that count, and per element by the number of their elements.
 *
 * <p>Edges: {@code 0 log 0} is 0, also beside a logarithm of -infinity.
 *
 * <p>Source: {@code torch.nn.KLDivLoss}, PyTorch 1.13: its {@code batchmean}, and its {@code mean} per element.
 *
 * @param perElement whether each element is a term of its own; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record KullbackLeibler(boolean perElement, Reduction reduction) implements Loss {

    private static final Port LOG_P = Port.prediction("logP", Domain.LOG_PROBABILITY, "N C");
    private static final Port Q = Port.target("q", Domain.DISTRIBUTION, "N C");

    public KullbackLeibler() {
        this(false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOG_P, Q);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor q = in.get(Q);
        return terms(perElement, cost(q, q.where(q.greaterThan(0), 1).log(), in.get(LOG_P)));
    }

    /** {@code q (log q - log p)}, and 0 where q is 0. */
    static Tensor cost(Tensor q, Tensor logQ, Tensor logP) {
        Tensor counts = q.greaterThan(0);
        return q.times(logQ.where(counts, 0).minus(logP.where(counts, 0))).where(counts, 0);
    }

    static Terms terms(boolean perElement, Tensor cost) {
        return Terms.of(perElement ? cost : cost.sum(-1));
    }

    public KullbackLeibler withPerElement(boolean perElement) {
        return new KullbackLeibler(perElement, reduction);
    }

    public KullbackLeibler withReduction(Reduction reduction) {
        return new KullbackLeibler(perElement, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new KullbackLeibler(true, Reduction.MEAN), new KullbackLeibler(false, Reduction.SUM));
    }
}
