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
 * Binary cross-entropy between logits and truths, for each element: two classes, or several labels at once.
 *
 * <pre>l = -v (w q log p + (1 - q) log(1 - p)),   p = sigmoid(z),   q = (1 - e) y + e/2</pre>
 *
 * <p>Ports: {@code logits [N, *]}, natural-log odds; {@code truths [N, *]}, 0, 1 or a probability between; if {@code weighted},
 * {@code weights [N, *]}, v, what each element is multiplied by. With {@code labelWeights} all are {@code [N, C, *]}.
 *
 * <p>The mean divides by the number of elements that count, with or without any of these weights.
 *
 * <p>Edges: computed as {@code w q softplus(-z) + (1 - q) softplus(z)}, so neither value nor gradient dies at any finite
 * logit.
 *
 * <p>Source: {@code torch.nn.BCEWithLogitsLoss}, PyTorch 1.13; smoothing as in {@code keras.losses.BinaryCrossentropy}, 3.15.
 *
 * @param positiveWeight w, what a positive counts for against a negative, at least 0; 1
 * @param labelWeights by what w is multiplied for each of C labels, at least 0; none, which means 1
 * @param labelSmoothing e, the share of the truth that is replaced by 1/2, in [0, 1]; 0
 * @param weighted whether there is a third port, with a weight for each element; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record BinaryCrossEntropy(
        double positiveWeight, List<Double> labelWeights, double labelSmoothing, boolean weighted, Reduction reduction)
        implements Loss {

    public BinaryCrossEntropy {
        Check.atLeast("positiveWeight", positiveWeight, 0);
        labelWeights.forEach(w -> Check.atLeast("labelWeights", w, 0));
        Check.probability("labelSmoothing", labelSmoothing);
        labelWeights = List.copyOf(labelWeights);
    }

    public BinaryCrossEntropy() {
        this(1, List.of(), 0, false, Reduction.MEAN);
    }

    private String dims() {
        return labelWeights.isEmpty() ? "N *" : "N C *";
    }

    private Port logits() {
        return Port.prediction("logits", Domain.SIGMOID_LOGITS, dims());
    }

    private Port truths() {
        return Port.target("truths", Domain.BINARY, dims());
    }

    private Port weights() {
        return Port.target("weights", Domain.REAL, dims());
    }

    @Override
    public Signature signature() {
        Signature signature = weighted ? Signature.of(logits(), truths(), weights()) : Signature.of(logits(), truths());
        return signature.sized("labelWeights", labelWeights, "C");
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor z = in.get(logits());
        Tensor q = smoothed(in.get(truths()), labelSmoothing);
        Tensor missed = q.times(z.negate().softplus()).times(positiveWeight);
        Tensor alarmed = q.negate().plus(1).times(z.softplus());
        Tensor cost = (labelWeights.isEmpty() ? missed : missed.times(missed.constant(labelWeights))).plus(alarmed);
        return Terms.of(weighted ? cost.times(in.get(weights())) : cost);
    }

    static Tensor smoothed(Tensor truth, double share) {
        return share == 0 ? truth : truth.times(1 - share).plus(share / 2);
    }

    public BinaryCrossEntropy withPositiveWeight(double positiveWeight) {
        return new BinaryCrossEntropy(positiveWeight, labelWeights, labelSmoothing, weighted, reduction);
    }

    public BinaryCrossEntropy withLabelWeights(List<Double> labelWeights) {
        return new BinaryCrossEntropy(positiveWeight, labelWeights, labelSmoothing, weighted, reduction);
    }

    public BinaryCrossEntropy withLabelSmoothing(double labelSmoothing) {
        return new BinaryCrossEntropy(positiveWeight, labelWeights, labelSmoothing, weighted, reduction);
    }

    public BinaryCrossEntropy withWeighted(boolean weighted) {
        return new BinaryCrossEntropy(positiveWeight, labelWeights, labelSmoothing, weighted, reduction);
    }

    public BinaryCrossEntropy withReduction(Reduction reduction) {
        return new BinaryCrossEntropy(positiveWeight, labelWeights, labelSmoothing, weighted, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        BinaryCrossEntropy plain = new BinaryCrossEntropy();
        return List.of(
                plain.withPositiveWeight(3),
                plain.withPositiveWeight(2).withLabelSmoothing(0.1).withReduction(Reduction.SUM),
                plain.withLabelWeights(List.of(0.5, 2.0, 1.0, 0.25, 3.0)).withWeighted(true),
                plain.withReduction(Reduction.NONE));
    }
}
