/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Triplet margin loss of each pair of a group with its semi-hard negative: the nearest of those farther than the positive, or
 * the farthest if none is.
 *
 * <pre>
 * l[a, p] = max(0, d(a, p) - s(a, p) + m),   label[p] = label[a], p not a
 * s(a, p) = min { d(a, n) : label[n] not label[a], d(a, n) > d(a, p) },   or max_n d(a, n)
 * </pre>
 *
 * <p>Ports: {@code embeddings [N, D]}; {@code labels [N]}, equal for members of a group.
 *
 * <p>The mean divides by the number of pairs; without reduction there is a term for each row, the sum over its pairs.
 *
 * <p>Edges: a batch without a pair of one group, or of one group, has loss 0. Equal distances share the gradient.
 *
 * <p>Source: Schroff et al. 2015, section 3.2; {@code BatchSemiHardTripletLoss} of sentence-transformers at 85ec645.
 *
 * @param margin m, in the unit of the distance, at least 0; 5
 * @param distance d; Euclidean
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record BatchSemiHardTriplet(double margin, Distance distance, Reduction reduction) implements Loss {

    public BatchSemiHardTriplet {
        Check.atLeast("margin", margin, 0);
    }

    public BatchSemiHardTriplet() {
        this(5, new Minkowski(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Groups.signature(Candidates.BATCH);
    }

    @Override
    public Terms terms(Inputs in) {
        Groups g = Groups.of(Candidates.BATCH, in);
        Tensor d = g.distances(distance);
        Tensor far = Groups.ofNegative(d);
        Tensor farther = Groups.ofNegative(g.negatives()).and(far.greaterThan(Groups.ofPositive(d)));
        Tensor farthest = Groups.greatest(d, g.negatives()).asColumn();
        Tensor semiHard = Groups.least(far, farther).where(Groups.any(farther, d), farthest);
        Tensor pairs = g.positives().and(Groups.any(g.negatives(), d).asColumn());
        return g.terms(d.minus(semiHard).plus(margin).relu(), pairs, false);
    }

    public BatchSemiHardTriplet withMargin(double margin) {
        return new BatchSemiHardTriplet(margin, distance, reduction);
    }

    public BatchSemiHardTriplet withDistance(Distance distance) {
        return new BatchSemiHardTriplet(margin, distance, reduction);
    }

    public BatchSemiHardTriplet withReduction(Reduction reduction) {
        return new BatchSemiHardTriplet(margin, distance, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new BatchSemiHardTriplet().withMargin(0.5),
                new BatchSemiHardTriplet().withDistance(new CosineDistance()).withMargin(0.3),
                new BatchSemiHardTriplet().withReduction(Reduction.NONE));
    }
}
