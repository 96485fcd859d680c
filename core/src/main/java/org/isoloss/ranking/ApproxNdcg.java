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
 * Minus the normalised discounted cumulative gain (NDCG) of a list, with ranks made smooth.
 *
 * <pre>
 * r[i, j] = 1 + sum_{k != j} 1 / (1 + exp(-a (s[i, k] - s[i, j])))
 * l[i] = -sum_j G[i, j] / log2(1 + r[i, j]),   G = (2^y - 1) / (the best sum of gains over discounts)
 * </pre>
 *
 * <p>Ports: {@code scores [N, L]}, scores of L documents for each of N lists; {@code grades [N, L]}, how relevant each is, at
 * least 0; a negative grade says that there is no document.
 *
 * <p>The mean divides by the number of lists that have a document of a grade above 0.
 *
 * <p>Edges: in [-1, 0), and -1 for the best order with scores far apart. A list without a document of a grade above 0 has loss 0 and
 * counts for nothing. Padding and the order of the documents change nothing.
 *
 * <p>Source: Qin et al. 2010, equations 19 to 21; {@code approxNDCGLoss} of allRank 1.4, which counts every list.
 *
 * @param steepness a, of the step that a sigmoid replaces, greater than 0; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record ApproxNdcg(double steepness, Reduction reduction) implements Loss {

    public ApproxNdcg {
        Check.above("steepness", steepness, 0);
    }

    public ApproxNdcg() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Lists.SIGNATURE;
    }

    @Override
    public Terms terms(Inputs in) {
        Lists lists = Lists.of(in);
        Tensor ahead = Lists.gaps(lists.scores()).times(-steepness).sigmoid().where(lists.others(), 0);
        Tensor rank = ahead.sum(-1).plus(1);
        Tensor gains = lists.gains(Long.MAX_VALUE);
        Tensor relevant = lists.grades().sum(-1).greaterThan(0);
        return Terms.of(gains.over(Lists.discount(rank)).sum(-1).negate()).keep(Optional.of(relevant));
    }

    public ApproxNdcg withSteepness(double steepness) {
        return new ApproxNdcg(steepness, reduction);
    }

    public ApproxNdcg withReduction(Reduction reduction) {
        return new ApproxNdcg(steepness, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new ApproxNdcg().withSteepness(10),
                new ApproxNdcg().withReduction(Reduction.SUM),
                new ApproxNdcg().withReduction(Reduction.NONE));
    }
}
