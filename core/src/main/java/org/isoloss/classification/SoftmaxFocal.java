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
 * Focal loss over classes: cross-entropy that is turned down in rows that the network has right already.
 *
 * <pre>l[i] = (1 - p[i, y[i]])^g ((1 - e) w[y[i]] (-log p[i, y[i]])  +  e/C sum_c w[c] (-log p[i, c])),   p = softmax(logits)</pre>
 *
 * <p>Ports: {@code logits [N, C, *]}, natural-log scores, unnormalised; {@code labels [N, *]}, class numbers from 0 to C-1.
 *
 * <p>The mean divides by {@code sum_i w[y[i]]} over the rows that count, which is their number without weights.
 *
 * <p>Edges: {@code 1 - p} is added up from the other classes, so that value and gradient are finite and alive where p
 * rounds to 1, for every g. With g = 0 it is {@link CrossEntropy}. Of one class alone it is 0 for any g above 0. An ignored row
 * has value and gradient 0, whatever is in it.
 *
 * <p>Source: Lin et al. 2017, equation 4, with softmax in place of the sigmoid; the rest as in {@link CrossEntropy}.
 *
 * @param gamma g, how strongly easy rows are turned down, at least 0; 2
 * @param labelSmoothing e, the share of the target that is spread evenly over all classes, in [0, 1]; 0
 * @param classWeights w, one weight of at least 0 for each class; none, which means 1
 * @param ignoreIndices labels that mark rows without part in the loss, inside or outside the classes; none
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SoftmaxFocal(
        double gamma,
        double labelSmoothing,
        List<Double> classWeights,
        List<Integer> ignoreIndices,
        Reduction reduction)
        implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N C *");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N *");

    public SoftmaxFocal {
        Check.atLeast("gamma", gamma, 0);
        Check.probability("labelSmoothing", labelSmoothing);
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
        ignoreIndices = List.copyOf(ignoreIndices);
    }

    public SoftmaxFocal() {
        this(2, 0, List.of(), List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, LABELS).sized("classWeights", classWeights, "C");
    }

    @Override
    public Terms terms(Inputs in) {
        Labels y = in.labels(LABELS, ignoreIndices);
        Tensor z = y.rows(in.get(LOGITS));
        Terms cost = new CrossEntropy(labelSmoothing, classWeights, ignoreIndices, reduction).terms(z, y);
        return gamma == 0 ? cost : new Terms(cost.values().times(focus(z, y)), cost.weights());
    }

    /** {@code (1 - p)^g} of the true class: the other classes added up, which keeps the digits that 1 - p loses. */
    private Tensor focus(Tensor z, Labels y) {
        Tensor others = z.softmax().where(y.index().oneHot(z.size(-1)).not(), 0).sum(-1);
        return Focus.on(others, gamma);
    }

    public SoftmaxFocal withGamma(double gamma) {
        return new SoftmaxFocal(gamma, labelSmoothing, classWeights, ignoreIndices, reduction);
    }

    public SoftmaxFocal withLabelSmoothing(double labelSmoothing) {
        return new SoftmaxFocal(gamma, labelSmoothing, classWeights, ignoreIndices, reduction);
    }

    public SoftmaxFocal withClassWeights(List<Double> classWeights) {
        return new SoftmaxFocal(gamma, labelSmoothing, classWeights, ignoreIndices, reduction);
    }

    public SoftmaxFocal withIgnoreIndices(Integer... ignoreIndices) {
        return new SoftmaxFocal(gamma, labelSmoothing, classWeights, Arrays.asList(ignoreIndices), reduction);
    }

    public SoftmaxFocal withReduction(Reduction reduction) {
        return new SoftmaxFocal(gamma, labelSmoothing, classWeights, ignoreIndices, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        SoftmaxFocal plain = new SoftmaxFocal();
        List<Double> weights = List.of(0.5, 2.0, 1.0, 0.25, 3.0);
        return List.of(
                plain.withGamma(0.5).withLabelSmoothing(0.1),
                plain.withClassWeights(weights).withIgnoreIndices(-100),
                plain.withGamma(0),
                plain.withReduction(Reduction.SUM),
                plain.withReduction(Reduction.NONE));
    }
}
