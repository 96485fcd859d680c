/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Labels;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Softmax cross-entropy between logits and class labels.
 *
 * <pre>l[i] = (1 - e) w[y[i]] (-log p[i, y[i]])  +  e/C sum_c w[c] (-log p[i, c]),   p = softmax(logits)</pre>
 *
 * <p>Ports: {@code logits [N, C, *]}, natural-log scores, unnormalised; {@code labels [N, *]}, class numbers from 0 to C-1.
 *
 * <p>The mean divides by {@code sum_i w[y[i]]} over the rows that count, which is their number without weights.
 *
 * <p>Edges: an ignored row has value and gradient 0, whatever is in it; if all are ignored, so has the loss. A logit of
 * -infinity is a class that can't be, at no cost unless it is the label or labels are smoothed.
 *
 * <p>Source: {@code torch.nn.CrossEntropyLoss} with class indices, PyTorch 1.13; smoothing by Szegedy et al. 2016, section 7.
 *
 * @param labelSmoothing e, the share of the target that is spread evenly over all classes, in [0, 1]; 0
 * @param classWeights w, one weight of at least 0 for each class; none, which means 1
 * @param ignoreIndices labels that mark rows without part in the loss, inside or outside the classes; none
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record CrossEntropy(
        double labelSmoothing, List<Double> classWeights, List<Integer> ignoreIndices, Reduction reduction)
        implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N C *");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N *");

    public CrossEntropy {
        Check.probability("labelSmoothing", labelSmoothing);
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
        ignoreIndices = List.copyOf(ignoreIndices);
    }

    public CrossEntropy() {
        this(0, List.of(), List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, LABELS).sized("classWeights", classWeights, "C");
    }

    @Override
    public Terms terms(Inputs in) {
        Labels y = in.labels(LABELS, ignoreIndices);
        return terms(y.rows(in.get(LOGITS)), y);
    }

    /** Of logits with zeros in the rows that do not count. */
    Terms terms(Tensor z, Labels y) {
        Tensor logP = z.logSoftmax();
        if (classWeights.isEmpty()) {
            return Terms.of(smoothed(logP, y).negate()).keep(y.kept());
        }
        Tensor w = logP.constant(classWeights);
        return Terms.of(smoothed(logP.times(w), y).negate())
                .countedAs(w.lookUp(y.index()))
                .keep(y.kept());
    }

    /** What the true class scores, blended with what the average class scores. */
    private Tensor smoothed(Tensor score, Labels y) {
        Tensor hit = score.pick(y.index());
        return labelSmoothing == 0
                ? hit
                : hit.times(1 - labelSmoothing).plus(score.mean(-1).times(labelSmoothing));
    }

    public CrossEntropy withLabelSmoothing(double labelSmoothing) {
        return new CrossEntropy(labelSmoothing, classWeights, ignoreIndices, reduction);
    }

    public CrossEntropy withClassWeights(List<Double> classWeights) {
        return new CrossEntropy(labelSmoothing, classWeights, ignoreIndices, reduction);
    }

    public CrossEntropy withIgnoreIndices(Integer... ignoreIndices) {
        return new CrossEntropy(labelSmoothing, classWeights, Arrays.asList(ignoreIndices), reduction);
    }

    public CrossEntropy withReduction(Reduction reduction) {
        return new CrossEntropy(labelSmoothing, classWeights, ignoreIndices, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        CrossEntropy plain = new CrossEntropy();
        List<Double> weights = List.of(0.5, 2.0, 1.0, 0.25, 3.0);
        return List.of(
                plain.withLabelSmoothing(0.1),
                plain.withClassWeights(weights),
                plain.withLabelSmoothing(0.2).withClassWeights(weights).withIgnoreIndices(-100),
                plain.withIgnoreIndices(2, 4),
                plain.withReduction(Reduction.SUM),
                plain.withReduction(Reduction.NONE));
    }
}
