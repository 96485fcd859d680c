/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Contrastive loss of all pairs in a batch: those of one group must be near each other, others apart.
 *
 * <pre>l = mean_p max(0, d(a, p) - m1) + mean_n max(0, m2 - d(a, n)),   label[p] = label[a], p not a, label[n] not label[a]</pre>
 *
 * <p>Ports: {@code embeddings [N, D]}; {@code labels [N]}, equal for members of a group; others as {@link Candidates} says.
 *
 * <p>One number for a batch: each of the two means divides by the number of its pairs, or of those whose loss is greater than
 * 0, and is 0 without any.
 *
 * <p>Edges: the slope is 0 where a margin is met exactly.
 *
 * <p>Source: Hadsell et al. 2006, without their squares; {@code ContrastiveLoss} of pytorch-metric-learning at 216a792. For
 * given pairs see {@link Contrastive}.
 *
 * @param positiveMargin m1, from which on pairs of a group cost; 0
 * @param negativeMargin m2, up to which other pairs cost; 1
 * @param distance d; Euclidean of normalised embeddings
 * @param violatingOnly whether a mean counts only pairs whose loss is greater than 0; true
 * @param candidates {@link Candidates#BATCH}
 * @since 0.1
 */
@AutoService(Loss.class)
public record ContrastivePairs(
        double positiveMargin, double negativeMargin, Distance distance, boolean violatingOnly, Candidates candidates)
        implements Loss {

    public ContrastivePairs {
        Check.finite("positiveMargin", positiveMargin);
        Check.finite("negativeMargin", negativeMargin);
    }

    public ContrastivePairs() {
        this(0, 1, new Normalised(), true, Candidates.BATCH);
    }

    @Override
    public Signature signature() {
        return Groups.signature(candidates).rows(Rows.POOLED);
    }

    @Override
    public Terms terms(Inputs in) {
        Groups g = Groups.of(candidates, in);
        Tensor d = g.distances(distance);
        Tensor attraction = mean(d.minus(positiveMargin).relu(), g.positives());
        Tensor repulsion = mean(d.negate().plus(negativeMargin).relu(), g.negatives());
        return Terms.of(attraction.plus(repulsion));
    }

    private Tensor mean(Tensor losses, Tensor pairs) {
        Tensor some = losses.where(pairs, 0);
        Tensor counted = violatingOnly ? Groups.violating(some) : pairs.toFloat(some);
        return some.sumAll().overOrZero(counted.sumAll());
    }

    public ContrastivePairs withMargins(double positiveMargin, double negativeMargin) {
        return new ContrastivePairs(positiveMargin, negativeMargin, distance, violatingOnly, candidates);
    }

    public ContrastivePairs withDistance(Distance distance) {
        return new ContrastivePairs(positiveMargin, negativeMargin, distance, violatingOnly, candidates);
    }

    public ContrastivePairs withViolatingOnly(boolean violatingOnly) {
        return new ContrastivePairs(positiveMargin, negativeMargin, distance, violatingOnly, candidates);
    }

    public ContrastivePairs withCandidates(Candidates candidates) {
        return new ContrastivePairs(positiveMargin, negativeMargin, distance, violatingOnly, candidates);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        ContrastivePairs plain = new ContrastivePairs();
        return List.of(
                plain.withDistance(new Minkowski()).withMargins(0.5, 6),
                plain.withDistance(new CosineDistance()).withViolatingOnly(false),
                plain.withCandidates(Candidates.VIEWS));
    }
}
