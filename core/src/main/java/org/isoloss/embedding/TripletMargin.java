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
 * <pre>l[i] = max(0, |a[i] - p[i]| - |a[i] - n[i]| + m)</pre>
 *
 * <p>Ports: {@code anchor [N, D]}, {@code positive [N, D]}, {@code negative [N, D]}, embeddings; distances are Euclidean.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: the gradient is 0 where the margin is met exactly, and a distance of 0 has none.
 *
 * <p>Source: Balntas et al. 2016, with the swap of their section 3.3; {@code torch.nn.TripletMarginLoss} without its offset
 * of 1e-6 in each coordinate.
 *
 * @param margin m, in the unit of the distance, greater than 0; 1
 * @param swap whether the negative is also compared with the positive, and the nearer counts; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record TripletMargin(double margin, boolean swap, Reduction reduction) implements Loss {

    private static final Port ANCHOR = Port.prediction("anchor", Domain.EMBEDDING, "N D");
    private static final Port POSITIVE = Port.prediction("positive", Domain.EMBEDDING, "N D");
    private static final Port NEGATIVE = Port.prediction("negative", Domain.EMBEDDING, "N D");

    public TripletMargin {
        Check.above("margin", margin, 0);
    }

    public TripletMargin() {
        this(1, false, Reduction.MEAN);
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
        Tensor near = distance(a, p);
        Tensor far = swap ? distance(a, n).min(distance(p, n)) : distance(a, n);
        return Terms.of(near.minus(far).plus(margin).relu());
    }

    private static Tensor distance(Tensor x, Tensor y) {
        return x.minus(y).square().sum(-1).sqrt();
    }

    public TripletMargin withMargin(double margin) {
        return new TripletMargin(margin, swap, reduction);
    }

    public TripletMargin withSwap(boolean swap) {
        return new TripletMargin(margin, swap, reduction);
    }

    public TripletMargin withReduction(Reduction reduction) {
        return new TripletMargin(margin, swap, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new TripletMargin().withSwap(true), new TripletMargin(0.2, false, Reduction.SUM));
    }
}
