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
 * Kullback-Leibler divergence of a predicted distribution from the true one, both given by their logarithms.
 *
 * <pre>l[i] = sum_c exp(logQ[i, c]) (logQ[i, c] - logP[i, c])
 * perElement: the same without the sum</pre>
 *
 * <p>Ports: {@code logP [N, C]}, natural logarithms of the predicted distribution, as a log-softmax gives them; {@code logQ [N, C]}, those of the
 * true distribution.
 *
 * <p>The mean divides by the number of rows that count, and per element by the number of their elements.
 *
 * <p>Edges: {@code 0 log 0} is 0: what the truth excludes by -infinity costs nothing.
 *
 * <p>Source: {@code torch.nn.KLDivLoss} with {@code log_target}, PyTorch 1.13.
 *
 * @param perElement whether each element is a term of its own; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record KullbackLeiblerOnLogarithms(boolean perElement, Reduction reduction) implements Loss {

    private static final Port LOG_P = Port.prediction("logP", Domain.LOG_PROBABILITY, "N C");
    private static final Port LOG_Q = Port.target("logQ", Domain.LOG_PROBABILITY, "N C");

    public KullbackLeiblerOnLogarithms() {
        this(false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOG_P, LOG_Q);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor logQ = in.get(LOG_Q);
        return KullbackLeibler.terms(perElement, KullbackLeibler.cost(logQ.exp(), logQ, in.get(LOG_P)));
    }

    public KullbackLeiblerOnLogarithms withPerElement(boolean perElement) {
        return new KullbackLeiblerOnLogarithms(perElement, reduction);
    }

    public KullbackLeiblerOnLogarithms withReduction(Reduction reduction) {
        return new KullbackLeiblerOnLogarithms(perElement, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new KullbackLeiblerOnLogarithms(true, Reduction.MEAN),
                new KullbackLeiblerOnLogarithms(false, Reduction.SUM));
    }
}
