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
 * Contrastive loss of given pairs: those that belong together must coincide, others be apart by a margin.
 *
 * <pre>l[i] = (y[i] d[i]^2 + (1 - y[i]) max(0, m - d[i])^2) / 2,   d[i] = d(first[i], second[i])</pre>
 *
 * <p>Ports: {@code first [N, D]}, {@code second [N, D]}, embeddings; {@code together [N]}, y, 1 or 0.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: the slope is 0 where the margin is met exactly.
 *
 * <p>Source: Hadsell et al. 2006, equation 4; {@code ContrastiveLoss} of sentence-transformers at 85ec645. For pairs within a
 * batch see {@link ContrastivePairs}.
 *
 * @param margin m, in the unit of the distance, greater than 0; 0.5
 * @param distance d; {@link CosineDistance}
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Contrastive(double margin, Distance distance, Reduction reduction) implements Loss {

    private static final Port FIRST = Port.prediction("first", Domain.EMBEDDING, "N D");
    private static final Port SECOND = Port.prediction("second", Domain.EMBEDDING, "N D");
    private static final Port TOGETHER = Port.target("together", Domain.BINARY, "N");

    public Contrastive {
        Check.above("margin", margin, 0);
    }

    public Contrastive() {
        this(0.5, new CosineDistance(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(FIRST, SECOND, TOGETHER);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor d = distance.between(in.get(FIRST), in.get(SECOND));
        Tensor y = in.get(TOGETHER);
        Tensor attraction = d.square().times(y);
        Tensor repulsion =
                d.negate().plus(margin).relu().square().times(y.negate().plus(1));
        return Terms.of(attraction.plus(repulsion).over(2));
    }

    public Contrastive withMargin(double margin) {
        return new Contrastive(margin, distance, reduction);
    }

    public Contrastive withDistance(Distance distance) {
        return new Contrastive(margin, distance, reduction);
    }

    public Contrastive withReduction(Reduction reduction) {
        return new Contrastive(margin, distance, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new Contrastive().withDistance(new Minkowski(2, 1e-6)).withMargin(5),
                new Contrastive().withDistance(new Minkowski(1)).withMargin(9).withReduction(Reduction.SUM));
    }
}
