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
 * <pre>l[c] = 1 - (2 sum_i p[i, c] t[i, c] + s) / (sum_i p[i, c] + sum_i t[i, c] + s),   p = softmax(logits), t one-hot</pre>
 *
 * <p>Ports: {@code logits [N, C, *]}, natural-log scores, unnormalised; {@code labels [N, *]}, class numbers from 0 to C-1.
 *
 * <p>The mean divides by the number of classes.
 *
 * <p>Edges: a class that no label names has loss 0, but stays in the mean; ignored and masked pixels belong to no region.
 *
 * <p>Source: Milletari et al. 2016, in the form of {@code segmentation_models_pytorch.losses.DiceLoss}, mode multiclass.
 *
 * @param smooth s, added to both areas, at least 0; 0
 * @param ignoreIndices labels that mark pixels without part in the loss; none
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Dice(double smooth, List<Integer> ignoreIndices, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N C *");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N *");

    public Dice {
        Check.atLeast("smooth", smooth, 0);
        ignoreIndices = List.copyOf(ignoreIndices);
    }

    public Dice() {
        this(0, List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, LABELS).rows(Rows.POOLED);
    }

    @Override
    public Terms terms(Inputs in) {
        Labels y = in.labels(LABELS, ignoreIndices);
        Tensor p = inside(y.rows(in.get(LOGITS)).softmax(), y, in);
        Tensor t = inside(y.index().oneHot(p.size(-1)).toFloat(p), y, in);
        Tensor overlap = p.times(t).sum(0).times(2).plus(smooth);
        Tensor area = p.sum(0).plus(t.sum(0)).plus(smooth);
        Tensor present = t.sum(0).greaterThan(0);
        return Terms.of(overlap.overOrZero(area).negate().plus(1).where(present, 0));
    }

    /** {@code x} in the pixels that count, 0 elsewhere. */
    private static Tensor inside(Tensor x, Labels y, Inputs in) {
        return in.kept().map(k -> y.rows(x).where(k.asColumn(), 0)).orElse(y.rows(x));
    }

    public Dice withSmooth(double smooth) {
        return new Dice(smooth, ignoreIndices, reduction);
    }

    public Dice withIgnoreIndices(Integer... ignoreIndices) {
        return new Dice(smooth, Arrays.asList(ignoreIndices), reduction);
    }

    public Dice withReduction(Reduction reduction) {
        return new Dice(smooth, ignoreIndices, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new Dice().withSmooth(1), new Dice().withIgnoreIndices(2), new Dice().withReduction(Reduction.SUM));
    }
}
