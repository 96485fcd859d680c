/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.OptionalDouble;
import org.isoloss.Check;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Triplet loss of the hardest triple of each anchor: its farthest positive must be nearer than its nearest negative.
 *
 * <pre>
 * l[a] = max(0, max_p d(a, p) - min_n d(a, n) + m),   label[p] = label[a], label[n] not label[a]
 * without margin: l[a] = log(1 + exp(max_p d(a, p) - min_n d(a, n)))
 * </pre>
 *
 * <p>Ports: {@code embeddings [N, D]}; {@code labels [N]}, equal for members of a group.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: an anchor alone in its group is its own positive, at distance 0. A batch of one group has loss 0. Equal distances
 * share the gradient.
 *
 * <p>Source: Hermans et al. 2017, equation 5 and section 3; {@code BatchHardTripletLoss} and {@code
 * BatchHardSoftMarginTripletLoss} of sentence-transformers at 85ec645.
 *
 * @param margin m, in the unit of the distance, at least 0; empty: the soft margin; 5
 * @param distance d; Euclidean
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record BatchHardTriplet(OptionalDouble margin, Distance distance, Reduction reduction) implements Loss {

    public BatchHardTriplet {
        margin.ifPresent(m -> Check.atLeast("margin", m, 0));
    }

    public BatchHardTriplet() {
        this(OptionalDouble.of(5), new Minkowski(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Groups.signature(Candidates.BATCH);
    }

    @Override
    public Terms terms(Inputs in) {
        Groups g = Groups.of(Candidates.BATCH, in);
        Tensor d = g.distances(distance);
        Tensor farthest = d.where(g.positives(), 0).max(-1);
        Tensor excess = farthest.minus(Groups.least(d, g.negatives()));
        return Terms.of(margin.isPresent() ? excess.plus(margin.getAsDouble()).relu() : excess.softplus());
    }

    public BatchHardTriplet withMargin(double margin) {
        return new BatchHardTriplet(OptionalDouble.of(margin), distance, reduction);
    }

    /** Without a margin that could be reached: positives are pulled for ever. */
    public BatchHardTriplet withSoftMargin() {
        return new BatchHardTriplet(OptionalDouble.empty(), distance, reduction);
    }

    public BatchHardTriplet withDistance(Distance distance) {
        return new BatchHardTriplet(margin, distance, reduction);
    }

    public BatchHardTriplet withReduction(Reduction reduction) {
        return new BatchHardTriplet(margin, distance, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new BatchHardTriplet().withSoftMargin(),
                new BatchHardTriplet().withDistance(new CosineDistance()).withMargin(0.3),
                new BatchHardTriplet().withReduction(Reduction.NONE));
    }
}
