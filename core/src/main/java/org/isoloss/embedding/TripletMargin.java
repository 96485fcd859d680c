/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Triplet margin loss: an anchor must be nearer to its positive than to its negative, by a margin.
 *
 * <pre>l[i] = max(0, d(a[i], p[i]) - d(a[i], n[i]) + m)</pre>
 *
 * <p>Ports: {@code anchor [N, D]}, {@code positive [N, D]}, {@code negative [N, D]}, embeddings.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: the gradient is 0 where the margin is met exactly, and a distance of 0 has none.
 *
 * <p>Source: Balntas et al. 2016, with the swap of their section 3.3; {@code torch.nn.functional.triplet_margin_loss} 1.13,
 * whose {@code eps} is the offset of {@link Minkowski}, and {@code triplet_margin_with_distance_loss}.
 *
 * @param margin m, in the unit of the distance, greater than 0; 1
 * @param distance d; Euclidean
 * @param swap whether the negative is also compared with the positive, and the nearer counts; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record TripletMargin(double margin, Distance distance, boolean swap, Reduction reduction) implements Loss {

    private static final Port ANCHOR = Port.prediction("anchor", Domain.EMBEDDING, "N D");
    private static final Port POSITIVE = Port.prediction("positive", Domain.EMBEDDING, "N D");
    private static final Port NEGATIVE = Port.prediction("negative", Domain.EMBEDDING, "N D");

    public TripletMargin {
        Check.above("margin", margin, 0);
    }

    public TripletMargin() {
        this(1, new Minkowski(), false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(ANCHOR, POSITIVE, NEGATIVE);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor a = in.get(ANCHOR);
        Tensor p = in.get(POSITIVE);
        Tensor n = in.get(NEGATIVE);
        Tensor far = distance.between(a, n);
        Tensor rival = swap ? far.min(distance.between(p, n)) : far;
        return Terms.of(distance.between(a, p).minus(rival).plus(margin).relu());
    }

    public TripletMargin withMargin(double margin) {
        return new TripletMargin(margin, distance, swap, reduction);
    }

    public TripletMargin withDistance(Distance distance) {
        return new TripletMargin(margin, distance, swap, reduction);
    }

    public TripletMargin withSwap(boolean swap) {
        return new TripletMargin(margin, distance, swap, reduction);
    }

    public TripletMargin withReduction(Reduction reduction) {
        return new TripletMargin(margin, distance, swap, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        TripletMargin plain = new TripletMargin();
        return List.of(
                plain.withSwap(true),
                plain.withMargin(0.2).withReduction(Reduction.SUM),
                plain.withDistance(new Minkowski(1)),
                plain.withDistance(new Minkowski(3, 1e-6)),
                plain.withDistance(new Minkowski(Double.POSITIVE_INFINITY)).withMargin(20),
                plain.withDistance(new SquaredEuclidean()).withReduction(Reduction.NONE),
                plain.withDistance(new CosineDistance()),
                plain.withDistance(new Normalised()));
    }
}
