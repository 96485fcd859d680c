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
 * <pre>l = -(w q log p + (1 - q) log(1 - p)),   p = sigmoid(z),   q = (1 - e) y + e/2</pre>
 *
 * <p>Ports: {@code logits [N, *]}, natural-log odds; {@code truths [N, *]}, 0, 1 or a probability between.
 *
 * <p>The mean divides by the number of elements that count, with or without {@code positiveWeight}.
 *
 * <p>Edges: computed as {@code w q softplus(-z) + (1 - q) softplus(z)}, so neither value nor gradient dies at any finite
 * logit.
 *
 * <p>Source: {@code torch.nn.BCEWithLogitsLoss}, PyTorch 1.13; smoothing as in {@code keras.losses.BinaryCrossentropy}, 3.15.
 *
 * @param positiveWeight w, what a positive counts for against a negative, greater than 0; 1
 * @param labelSmoothing e, the share of the truth that is replaced by 1/2, in [0, 1]; 0
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record BinaryCrossEntropy(double positiveWeight, double labelSmoothing, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SIGMOID_LOGITS, "N *");
    private static final Port TRUTHS = Port.target("truths", Domain.BINARY, "N *");

    public BinaryCrossEntropy {
        Check.above("positiveWeight", positiveWeight, 0);
        Check.probability("labelSmoothing", labelSmoothing);
    }

    public BinaryCrossEntropy() {
        this(1, 0, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, TRUTHS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor z = in.get(LOGITS);
        Tensor q = smoothed(in.get(TRUTHS), labelSmoothing);
        Tensor missed = q.times(z.negate().softplus()).times(positiveWeight);
        Tensor alarmed = q.negate().plus(1).times(z.softplus());
        return Terms.of(missed.plus(alarmed));
    }

    static Tensor smoothed(Tensor truth, double share) {
        return share == 0 ? truth : truth.times(1 - share).plus(share / 2);
    }

    public BinaryCrossEntropy withPositiveWeight(double positiveWeight) {
        return new BinaryCrossEntropy(positiveWeight, labelSmoothing, reduction);
    }

    public BinaryCrossEntropy withLabelSmoothing(double labelSmoothing) {
        return new BinaryCrossEntropy(positiveWeight, labelSmoothing, reduction);
    }

    public BinaryCrossEntropy withReduction(Reduction reduction) {
        return new BinaryCrossEntropy(positiveWeight, labelSmoothing, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new BinaryCrossEntropy().withPositiveWeight(3),
                new BinaryCrossEntropy(2, 0.1, Reduction.SUM),
                new BinaryCrossEntropy().withReduction(Reduction.NONE));
    }
}
