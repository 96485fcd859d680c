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
 * Hinge loss over classes: the true class should score higher than every other, by a margin.
 *
 * <pre>l[i] = w[y[i]]/C sum_(c != y[i]) max(0, m - x[i, y[i]] + x[i, c])^p</pre>
 *
 * <p>Ports: {@code scores [N, C, *]}, of any scale; {@code labels [N, *]}, class numbers from 0 to C-1.
 *
 * <p>The mean divides by the number of rows that count, with or without class weights.
 *
 * <p>Edges: at the margin exactly the gradient is 0.
 *
 * <p>Source: Weston and Watkins 1999, as {@code torch.nn.MultiMarginLoss}, PyTorch 1.13.
 *
 * @param power p, 1 or 2; 1
 * @param margin m, by which the true class must lead, a number; 1
 * @param classWeights w, one weight of at least 0 for each class; none, which means 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record MultiClassHinge(int power, double margin, List<Double> classWeights, Reduction reduction)
        implements Loss {

    private static final Port SCORES = Port.prediction("scores", Domain.REAL, "N C *");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N *");

    public MultiClassHinge {
        Check.oneOf("power", power, 1, 2);
        Check.finite("margin", margin);
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
    }

    public MultiClassHinge() {
        this(1, 1, List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(SCORES, LABELS).sized("classWeights", classWeights, "C");
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor x = in.get(SCORES);
        Tensor y = in.get(LABELS);
        Tensor lack = x.minus(x.pick(y).asColumn()).plus(margin).relu();
        Tensor cost = (power == 2 ? lack.square() : lack)
                .where(y.oneHot(x.size(-1)).not(), 0)
                .mean(-1);
        return Terms.of(
                classWeights.isEmpty()
                        ? cost
                        : cost.times(cost.constant(classWeights).lookUp(y)));
    }

    public MultiClassHinge withPower(int power) {
        return new MultiClassHinge(power, margin, classWeights, reduction);
    }

    public MultiClassHinge withMargin(double margin) {
        return new MultiClassHinge(power, margin, classWeights, reduction);
    }

    public MultiClassHinge withClassWeights(List<Double> classWeights) {
        return new MultiClassHinge(power, margin, classWeights, reduction);
    }

    public MultiClassHinge withReduction(Reduction reduction) {
        return new MultiClassHinge(power, margin, classWeights, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        MultiClassHinge plain = new MultiClassHinge();
        return List.of(
                plain.withPower(2).withClassWeights(List.of(0.5, 2.0, 1.0, 0.25, 3.0)),
                plain.withMargin(0.5).withReduction(Reduction.SUM),
                plain.withReduction(Reduction.NONE));
    }
}
