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
 * Softmax cross-entropy between logits and distributions over the classes: soft labels, mixed labels, the outputs of a teacher.
 *
 * <pre>l[i] = sum_c w[c] ((1 - e) q[i, c] + e/C) (-log p[i, c]),   p = softmax(logits)</pre>
 *
 * <p>Ports: {@code logits [N, C, *]}, natural-log scores, unnormalised; {@code distributions [N, C, *]}, probabilities that sum
 * to 1 over the classes.
 *
 * <p>The mean divides by the number of rows that count, with or without class weights.
 *
 * <p>Edges: {@code 0 log 0} is 0, so a class that can't be, with a logit of -infinity, costs nothing unless it has a share of
 * the target.
 *
 * <p>Source: {@code torch.nn.CrossEntropyLoss} with class probabilities, PyTorch 1.13.
 *
 * @param labelSmoothing e, the share of the target that is spread evenly over all classes, in [0, 1]; 0
 * @param classWeights w, one weight of at least 0 for each class; none, which means 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SoftCrossEntropy(double labelSmoothing, List<Double> classWeights, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N C *");
    private static final Port DISTRIBUTIONS = Port.target("distributions", Domain.DISTRIBUTION, "N C *");

    public SoftCrossEntropy {
        Check.probability("labelSmoothing", labelSmoothing);
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
    }

    public SoftCrossEntropy() {
        this(0, List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, DISTRIBUTIONS).sized("classWeights", classWeights, "C");
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor logP = in.get(LOGITS).logSoftmax();
        Tensor q = in.get(DISTRIBUTIONS).smoothed(labelSmoothing);
        Tensor wanted = q.isEqualTo(0).not();
        Tensor cost = q.times(logP.where(wanted, 0)).negate();
        return Terms.of((classWeights.isEmpty() ? cost : cost.times(cost.constant(classWeights))).sum(-1));
    }

    public SoftCrossEntropy withLabelSmoothing(double labelSmoothing) {
        return new SoftCrossEntropy(labelSmoothing, classWeights, reduction);
    }

    public SoftCrossEntropy withClassWeights(List<Double> classWeights) {
        return new SoftCrossEntropy(labelSmoothing, classWeights, reduction);
    }

    public SoftCrossEntropy withReduction(Reduction reduction) {
        return new SoftCrossEntropy(labelSmoothing, classWeights, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        SoftCrossEntropy plain = new SoftCrossEntropy();
        List<Double> weights = List.of(0.5, 2.0, 1.0, 0.25, 3.0);
        return List.of(
                plain.withLabelSmoothing(0.1).withClassWeights(weights),
                plain.withReduction(Reduction.SUM),
                plain.withReduction(Reduction.NONE));
    }
}
