/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;

/**
 * Pairwise logistic loss (RankNet): of two documents of a list, the one with the higher grade must have the higher score.
 *
 * <pre>l[i, j, k] = w[i, j, k] log(1 + exp(s[i, k] - s[i, j]))    for grades y[i, j] > y[i, k]</pre>
 *
 * <p>Ports: {@code scores [N, L]}, log-odds scores of L documents for each of N lists; {@code grades [N, L]}, how relevant each
 * is, at least 0; a negative grade says that there is no document.
 *
 * <p>The mean divides by the number of pairs with different grades in the whole batch, so that long lists count for more.
 *
 * <p>Edges: documents of equal grade are no pair. A list without a pair has loss 0 and counts for nothing. Padding changes nothing.
 *
 * <p>Source: Burges et al. 2005, section 3; weights as in {@code rankNet} of allRank 1.4.
 *
 * @param weight w, by the grades of a pair; {@link GradeGap#ONE}
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record PairwiseLogistic(GradeGap weight, Reduction reduction) implements Loss {

    public PairwiseLogistic() {
        this(GradeGap.ONE, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Lists.SIGNATURE;
    }

    @Override
    public Terms terms(Inputs in) {
        Lists lists = Lists.of(in);
        return Terms.of(Lists.gaps(lists.scores()).negate().softplus().times(weight.between(lists.grades())))
                .keep(Optional.of(lists.ordered()));
    }

    public PairwiseLogistic withWeight(GradeGap weight) {
        return new PairwiseLogistic(weight, reduction);
    }

    public PairwiseLogistic withReduction(Reduction reduction) {
        return new PairwiseLogistic(weight, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new PairwiseLogistic(GradeGap.DIFFERENCE, Reduction.SUM),
                new PairwiseLogistic(GradeGap.DIFFERENCE_OF_SQUARES, Reduction.NONE));
    }
}
