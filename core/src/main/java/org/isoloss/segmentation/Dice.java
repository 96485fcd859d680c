/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.segmentation;

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
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Dice loss: how little the predicted region of each class overlaps the true one, pooled over the batch and all its pixels.
 *
 * <pre>l[c] = 1 - (sum_i p[i, c] t[i, c] + s) / ((sum_i p[i, c] + sum_i t[i, c])/2 + s),   p = softmax(logits), t one-hot</pre>
 *
 * <p>Ports: {@code logits [N, C, *]}, natural-log scores, unnormalised; {@code labels [N, *]}, class numbers from 0 to C-1.
 *
 * <p>The mean divides by the number of classes, or by the sum of their weights.
 *
 * <p>Edges: a class that no label names has loss 0, but stays in the mean; ignored and masked pixels belong to no region. An overlap
 * of less than 1e-30 has the logarithm of that.
 *
 * <p>Source: Milletari et al. 2016, in the form of {@code segmentation_models_pytorch.losses.DiceLoss}, mode multiclass.
 *
 * @param smooth s, added to the overlap and to the mean area, at least 0; 0. Others add it to twice these
 * @param logarithmic whether the loss is minus the logarithm of the fraction instead; false
 * @param classWeights what each class counts for, at least 0; none, which means 1
 * @param ignoreIndices labels that mark pixels without part in the loss; none
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Dice(
        double smooth, boolean logarithmic, List<Double> classWeights, List<Integer> ignoreIndices, Reduction reduction)
        implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N C *");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N *");

    public Dice {
        Check.atLeast("smooth", smooth, 0);
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
        ignoreIndices = List.copyOf(ignoreIndices);
    }

    public Dice() {
        this(0, false, List.of(), List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, LABELS)
                .sized("classWeights", classWeights, "C")
                .rows(Rows.POOLED);
    }

    @Override
    public Terms terms(Inputs in) {
        Labels y = in.labels(LABELS, ignoreIndices);
        Tensor p = inside(y.rows(in.get(LOGITS)).softmax(), y, in);
        Tensor t = inside(y.index().oneHot(p.size(-1)).toFloat(p), y, in);
        return new Overlap(smooth, logarithmic, classWeights).terms(p, t);
    }

    /** {@code x} in the pixels that count, 0 elsewhere. */
    private static Tensor inside(Tensor x, Labels y, Inputs in) {
        return in.kept().map(k -> y.rows(x).where(k.asColumn(), 0)).orElse(y.rows(x));
    }

    public Dice withSmooth(double smooth) {
        return new Dice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    public Dice withLogarithmic(boolean logarithmic) {
        return new Dice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    public Dice withClassWeights(List<Double> classWeights) {
        return new Dice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    public Dice withIgnoreIndices(Integer... ignoreIndices) {
        return new Dice(smooth, logarithmic, classWeights, Arrays.asList(ignoreIndices), reduction);
    }

    public Dice withReduction(Reduction reduction) {
        return new Dice(smooth, logarithmic, classWeights, ignoreIndices, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        Dice plain = new Dice();
        return List.of(
                plain.withSmooth(1),
                plain.withLogarithmic(true).withClassWeights(List.of(0.5, 2.0, 1.0, 0.25, 3.0)),
                plain.withIgnoreIndices(2),
                plain.withReduction(Reduction.SUM));
    }
}
