/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.segmentation;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Dice loss of regions that may overlap: how little each predicted region overlaps the true one, pooled over the batch and
 * all its pixels. One class is foreground against background.
 *
 * <pre>l[c] = 1 - (sum_i p[i, c] t[i, c] + s) / ((sum_i p[i, c] + sum_i t[i, c])/2 + s),   p = sigmoid(logits)</pre>
 *
 * <p>Ports: {@code logits [N, C, *]}, natural-log odds; {@code truths [N, C, *]}, 0, 1 or a probability between.
 *
 * <p>The mean divides by the number of classes, or by the sum of their weights.
 *
 * <p>Edges: a class that is nowhere has loss 0, but stays in the mean; ignored and masked elements belong to no region. An
 * overlap of less than 1e-30 has the logarithm of that.
 *
 * <p>Source: as {@link Dice}, modes binary and multilabel.
 *
 * @param smooth s, added to the overlap and to the mean area, at least 0; 0. Others add it to twice these
 * @param logarithmic whether the loss is minus the logarithm of the fraction instead; false
 * @param classWeights what each class counts for, at least 0; none, which means 1
 * @param ignoreIndices values in place of a truth that mark elements without part in the loss; none
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record BinaryDice(
        double smooth, boolean logarithmic, List<Double> classWeights, List<Integer> ignoreIndices, Reduction reduction)
        implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SIGMOID_LOGITS, "N C *");
    private static final Port TRUTHS = Port.target("truths", Domain.BINARY, "N C *");

    public BinaryDice {
        Check.atLeast("smooth", smooth, 0);
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
        ignoreIndices = List.copyOf(ignoreIndices);
    }

    public BinaryDice() {
        this(0, false, List.of(), List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, TRUTHS)
                .sized("classWeights", classWeights, "C")
                .rows(Rows.POOLED);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor t = in.get(TRUTHS);
        UnaryOperator<Tensor> inside = x -> Overlap.inside(x, t, in.kept(), ignoreIndices);
        Tensor p = inside.apply(inside.apply(in.get(LOGITS)).sigmoid());
        return new Overlap(smooth, logarithmic, classWeights).terms(p, inside.apply(t));
    }

    public BinaryDice withSmooth(double smooth) {
        return new BinaryDice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    public BinaryDice withLogarithmic(boolean logarithmic) {
        return new BinaryDice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    public BinaryDice withClassWeights(List<Double> classWeights) {
        return new BinaryDice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    public BinaryDice withIgnoreIndices(Integer... ignoreIndices) {
        return new BinaryDice(smooth, logarithmic, classWeights, Arrays.asList(ignoreIndices), reduction);
    }

    public BinaryDice withReduction(Reduction reduction) {
        return new BinaryDice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        BinaryDice plain = new BinaryDice();
        return List.of(
                plain.withSmooth(1),
                plain.withLogarithmic(true).withClassWeights(List.of(0.5, 2.0, 1.0, 0.25, 3.0)),
                plain.withIgnoreIndices(255),
                plain.withReduction(Reduction.SUM));
    }
}
