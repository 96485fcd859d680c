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
 * Kullback-Leibler divergence of predicted probabilities from the true ones. Prefer {@link KullbackLeibler}, which takes logarithms, where
 * the network can give them.
 *
 * <pre>
 * l[i] = sum_c q[i, c] (log q[i, c] - log p[i, c])
 * generalised: l[i] = sum_c q[i, c] (log q[i, c] - log p[i, c]) - q[i, c] + p[i, c]
 * perElement: the same without the sum
 * </pre>
 *
 * <p>Ports: {@code p [N, C]}, the predicted distribution; {@code q [N, C]}, the true one. Generalised, neither need sum to 1.
 *
 * <p>The mean divides by the number of rows that count, and per element by the number of their elements.
 *
 * <p>Edges: {@code 0 log 0} is 0, also beside a prediction of 0. A prediction of 0 for what happens costs infinity.
 *
 * <p>Source: {@code scipy.special.rel_entr}, and generalised {@code scipy.special.kl_div}, 1.10.
 *
 * @param generalised whether the difference of the masses is added, so that every element is at least 0; false
 * @param perElement whether each element is a term of its own; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record KullbackLeiblerOnProbabilities(boolean generalised, boolean perElement, Reduction reduction)
        implements Loss {

    private static final Port P = Port.prediction("p", Domain.DISTRIBUTION, "N C");
    private static final Port Q = Port.target("q", Domain.DISTRIBUTION, "N C");

    public KullbackLeiblerOnProbabilities() {
        this(false, false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(P, Q);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor p = in.get(P);
        Tensor q = in.get(Q);
        Tensor counts = q.greaterThan(0);
        Tensor cost = KullbackLeibler.cost(
                q, q.where(counts, 1).log(), p.where(counts, 1).log());
        return KullbackLeibler.terms(perElement, generalised ? cost.minus(q).plus(p) : cost);
    }

    public KullbackLeiblerOnProbabilities withGeneralised(boolean generalised) {
        return new KullbackLeiblerOnProbabilities(generalised, perElement, reduction);
    }

    public KullbackLeiblerOnProbabilities withPerElement(boolean perElement) {
        return new KullbackLeiblerOnProbabilities(generalised, perElement, reduction);
    }

    public KullbackLeiblerOnProbabilities withReduction(Reduction reduction) {
        return new KullbackLeiblerOnProbabilities(generalised, perElement, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new KullbackLeiblerOnProbabilities(true, true, Reduction.MEAN),
                new KullbackLeiblerOnProbabilities(true, false, Reduction.SUM));
    }
}
