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
 * Binary cross-entropy of several labels at once, averaged over them: one term for each row.
 *
 * <pre>l[i] = 1/C sum_c w[c] (y[i, c] softplus(-z[i, c]) + (1 - y[i, c]) softplus(z[i, c]))</pre>
 *
 * <p>Ports: {@code logits [N, C, *]}, natural-log odds; {@code truths [N, C, *]}, 0, 1 or a probability between.
 *
 * <p>The mean divides by the number of rows that count, with or without class weights.
 *
 * <p>Edges: neither value nor gradient dies at any finite logit.
 *
 * <p>Source: {@code torch.nn.MultiLabelSoftMarginLoss}, PyTorch 1.13; {@code keras.losses.BinaryCrossentropy} of logits, 3.15,
 * averages like it.
 *
 * @param classWeights w, one weight of at least 0 for each label; none, which means 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record MultiLabelSoftMargin(List<Double> classWeights, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SIGMOID_LOGITS, "N C *");
    private static final Port TRUTHS = Port.target("truths", Domain.BINARY, "N C *");

    public MultiLabelSoftMargin {
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
    }

    public MultiLabelSoftMargin() {
        this(List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, TRUTHS).sized("classWeights", classWeights, "C");
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor z = in.get(LOGITS);
        Tensor y = in.get(TRUTHS);
        Tensor cost = y.times(z.negate().softplus()).plus(y.negate().plus(1).times(z.softplus()));
        return Terms.of((classWeights.isEmpty() ? cost : cost.times(cost.constant(classWeights))).mean(-1));
    }

    public MultiLabelSoftMargin withClassWeights(List<Double> classWeights) {
        return new MultiLabelSoftMargin(classWeights, reduction);
    }

    public MultiLabelSoftMargin withReduction(Reduction reduction) {
        return new MultiLabelSoftMargin(classWeights, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        MultiLabelSoftMargin plain = new MultiLabelSoftMargin();
        return List.of(
                plain.withClassWeights(List.of(0.5, 2.0, 1.0, 0.25, 3.0)),
                plain.withReduction(Reduction.SUM),
                plain.withReduction(Reduction.NONE));
    }
}
