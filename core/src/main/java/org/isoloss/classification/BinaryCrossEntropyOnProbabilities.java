/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Binary cross-entropy between probabilities and truths. Prefer {@link BinaryCrossEntropy}, which takes logits and keeps all
 * their precision, where the network can give them.
 *
 * <pre>l = -v (w q log p + (1 - q) log(1 - p)),   q = (1 - e) y + e/2</pre>
 *
 * <p>Ports: {@code probabilities [N, *]} in [0, 1]; {@code truths [N, *]}, 0, 1 or a probability between; if {@code
 * weighted}, {@code weights [N, *]}, v, what each element is multiplied by.
 *
 * <p>The mean divides by the number of elements that count, with or without any of these weights.
 *
 * <p>Edges: a logarithm is at least -100, and below probabilities of 1e-12 its slope stays 1e12, so that a probability of
 * exactly 0 for the truth costs 100 and can still be learned from; {@code 0 log 0} is 0.
 *
 * <p>Source: {@code torch.nn.BCELoss}, PyTorch 1.13, whose limits these are.
 *
 * @param positiveWeight w, what a positive counts for against a negative, at least 0; 1
 * @param labelSmoothing e, the share of the truth that is replaced by 1/2, in [0, 1]; 0
 * @param weighted whether there is a third port, with a weight for each element; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record BinaryCrossEntropyOnProbabilities(
        double positiveWeight, double labelSmoothing, boolean weighted, Reduction reduction) implements Loss {

    private static final Port PROBABILITIES = Port.prediction("probabilities", Domain.PROBABILITY, "N *");
    private static final Port TRUTHS = Port.target("truths", Domain.BINARY, "N *");
    private static final Port WEIGHTS = Port.target("weights", Domain.REAL, "N *");

    private static final double SMALLEST = 1e-12;
    private static final double LEAST_LOG = -100;

    public BinaryCrossEntropyOnProbabilities {
        Check.atLeast("positiveWeight", positiveWeight, 0);
        Check.probability("labelSmoothing", labelSmoothing);
    }

    public BinaryCrossEntropyOnProbabilities() {
        this(1, 0, false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return weighted ? Signature.of(PROBABILITIES, TRUTHS, WEIGHTS) : Signature.of(PROBABILITIES, TRUTHS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor p = in.get(PROBABILITIES);
        Tensor q = BinaryCrossEntropy.smoothed(in.get(TRUTHS), labelSmoothing);
        Tensor missed = q.times(log(p)).times(positiveWeight);
        Tensor alarmed = q.negate().plus(1).times(log(p.negate().plus(1)));
        Tensor cost = missed.plus(alarmed).negate();
        return Terms.of(weighted ? cost.times(in.get(WEIGHTS)) : cost);
    }

    /** The logarithm, with a floor for its value and a ceiling for its slope. */
    private static Tensor log(Tensor p) {
        Tensor regular = p.greaterThan(SMALLEST);
        Tensor fixed = p.stopGradient();
        Tensor tiny = fixed.where(fixed.greaterThan(0), 1).log().where(fixed.greaterThan(0), LEAST_LOG);
        Tensor sloped = tiny.max(LEAST_LOG).plus(p.minus(fixed).over(SMALLEST));
        return p.where(regular, 1).log().where(regular, sloped);
    }

    public BinaryCrossEntropyOnProbabilities withPositiveWeight(double positiveWeight) {
        return new BinaryCrossEntropyOnProbabilities(positiveWeight, labelSmoothing, weighted, reduction);
    }

    public BinaryCrossEntropyOnProbabilities withLabelSmoothing(double labelSmoothing) {
        return new BinaryCrossEntropyOnProbabilities(positiveWeight, labelSmoothing, weighted, reduction);
    }

    public BinaryCrossEntropyOnProbabilities withWeighted(boolean weighted) {
        return new BinaryCrossEntropyOnProbabilities(positiveWeight, labelSmoothing, weighted, reduction);
    }

    public BinaryCrossEntropyOnProbabilities withReduction(Reduction reduction) {
        return new BinaryCrossEntropyOnProbabilities(positiveWeight, labelSmoothing, weighted, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        BinaryCrossEntropyOnProbabilities plain = new BinaryCrossEntropyOnProbabilities();
        return List.of(
                plain.withPositiveWeight(2).withLabelSmoothing(0.1).withReduction(Reduction.SUM),
                plain.withWeighted(true));
    }
}
