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
 * List-wise maximum likelihood: how improbable the order of the grades is, if documents are drawn one after the other with
 * probabilities proportional to the exponentials of their scores.
 *
 * <pre>
 * l[i] = sum_k (log(sum_{j >= k} exp(s[i, o(j)]) + e exp(max_j s[i, j])) - s[i, o(k)])
 * o sorts by grade, the best first
 * </pre>
 *
 * <p>Ports: {@code scores [N, L]}, natural-log scores of L documents for each of N lists; {@code grades [N, L]}, how relevant
 * each is, at least 0; a negative grade says that there is no document.
 *
 * <p>The mean divides by the number of lists that have a document.
 *
 * <p>Edges: documents of equal grade stay in the order given. Padding changes nothing. A list of one document has loss log(1 + e).
 *
 * <p>Source: Xia et al. 2008, section 3.4; smoothing is {@code epsilon} of {@code listMLE} of allRank 1.4, there 1e-10, which
 * also counts lists without a document.
 *
 * @param smoothing e, what else could be drawn each time, relative to the document with the highest score; at least 0; 0
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record ListMle(double smoothing, Reduction reduction) implements Loss {

    public ListMle {
        Check.atLeast("smoothing", smoothing, 0);
    }

    public ListMle() {
        this(0, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Lists.SIGNATURE;
    }

    @Override
    public Terms terms(Inputs in) {
        Lists lists = Lists.of(in);
        Tensor rank = lists.ranks(lists.grades());
        Tensor left = rank.asColumn().greaterThan(Lists.across(rank)).not().and(Lists.across(lists.present()));
        Tensor rivals = Lists.across(lists.scores()).where(left, Double.NEGATIVE_INFINITY);
        Tensor cost = smooth(rivals.logSumExp(), lists).minus(lists.scores());
        return Terms.of(cost.where(lists.present(), 0).sum(-1)).keep(Optional.of(lists.inhabited()));
    }

    /** {@code log(exp(x) + e exp(max_j s[j]))}. */
    private Tensor smooth(Tensor x, Lists lists) {
        if (smoothing == 0) {
            return x;
        }
        Tensor top =
                lists.scores().where(lists.present(), Double.NEGATIVE_INFINITY).max(-1);
        Tensor least = top.where(lists.inhabited(), 0).plus(Math.log(smoothing)).asColumn();
        return x.minus(least).softplus().plus(least);
    }

    public ListMle withSmoothing(double smoothing) {
        return new ListMle(smoothing, reduction);
    }

    public ListMle withReduction(Reduction reduction) {
        return new ListMle(smoothing, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new ListMle().withSmoothing(0.01),
                new ListMle().withReduction(Reduction.SUM),
                new ListMle().withReduction(Reduction.NONE));
    }
}
