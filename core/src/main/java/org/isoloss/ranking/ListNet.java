/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import org.isoloss.Check;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * ListNet: cross-entropy between the probabilities of being drawn first that grades and that scores give to the documents of a list.
 *
 * <pre>
 * q[i] = softmax_j y[i, j],   p[i] = softmax_j s[i, j]
 * l[i] = -sum_j q[i, j] log(p[i, j] + e)
 * </pre>
 *
 * <p>Ports: {@code scores [N, L]}, natural-log scores of L documents for each of N lists; {@code grades [N, L]}, how relevant
 * each is, at least 0; a negative grade says that there is no document.
 *
 * <p>The mean divides by the number of lists that have a document.
 *
 * <p>Edges: padding changes nothing; a list of one document has loss -log(1 + e). Without smoothing the least loss is the entropy of q.
 *
 * <p>Source: Cao et al. 2007, section 4.2, the top-one case; smoothing is {@code eps} of {@code listNet} of allRank 1.4, there 1e-10.
 *
 * @param smoothing e, added to each predicted probability, so that no document costs more than -log e; at least 0; 0
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record ListNet(double smoothing, Reduction reduction) implements Loss {

    public ListNet {
        Check.atLeast("smoothing", smoothing, 0);
    }

    public ListNet() {
        this(0, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Lists.SIGNATURE;
    }

    @Override
    public Terms terms(Inputs in) {
        Lists lists = Lists.of(in);
        Tensor q = lists.logShares(lists.grades()).exp();
        Tensor logP = smooth(lists.logShares(lists.scores()));
        Tensor cost = q.times(logP).negate().where(lists.present(), 0);
        return Terms.of(cost.sum(-1)).keep(Optional.of(lists.inhabited()));
    }

    /** {@code log(p + e)}, also for probabilities that are 0 as numbers. */
    private Tensor smooth(Tensor logP) {
        double logE = Math.log(smoothing);
        return smoothing == 0 ? logP : logP.minus(logE).softplus().plus(logE);
    }

    public ListNet withSmoothing(double smoothing) {
        return new ListNet(smoothing, reduction);
    }

    public ListNet withReduction(Reduction reduction) {
        return new ListNet(smoothing, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new ListNet().withSmoothing(0.001),
                new ListNet().withReduction(Reduction.SUM),
                new ListNet().withReduction(Reduction.NONE));
    }
}
