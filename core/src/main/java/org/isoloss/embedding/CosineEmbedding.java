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
 * Cosine loss of given pairs: those that belong together must point the same way, others differ in direction.
 *
 * <pre>
 * l[i] = 1 - cos(first[i], second[i])            y[i] = 1
 * l[i] = max(0, cos(first[i], second[i]) - m)    y[i] = -1
 * </pre>
 *
 * <p>Ports: {@code first [N, D]}, {@code second [N, D]}, embeddings; {@code signs [N]}, y, 1 or -1.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: squared lengths are 1e-12 longer than they are, so that the cosine with an embedding of zeros is 0 with a finite
 * slope; the slope is 0 where the margin is met exactly.
 *
 * <p>Source: {@code torch.nn.functional.cosine_embedding_loss} 1.13.
 *
 * @param margin m, in [-1, 1]; 0
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record CosineEmbedding(double margin, Reduction reduction) implements Loss {

    private static final Port FIRST = Port.prediction("first", Domain.EMBEDDING, "N D");
    private static final Port SECOND = Port.prediction("second", Domain.EMBEDDING, "N D");
    private static final Port SIGNS = Port.target("signs", Domain.SIGN, "N");

    private static final double LEAST = 1e-12;

    public CosineEmbedding {
        Check.within("margin", margin, -1, 1);
    }

    public CosineEmbedding() {
        this(0, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(FIRST, SECOND, SIGNS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor a = in.get(FIRST);
        Tensor b = in.get(SECOND);
        Tensor cosine = a.times(b).sum(-1).over(length(a).times(length(b)));
        Tensor together = in.get(SIGNS).greaterThan(0);
        return Terms.of(
                cosine.negate().plus(1).where(together, cosine.minus(margin).relu()));
    }

    private static Tensor length(Tensor x) {
        return x.square().sum(-1).plus(LEAST).sqrt();
    }

    public CosineEmbedding withMargin(double margin) {
        return new CosineEmbedding(margin, reduction);
    }

    public CosineEmbedding withReduction(Reduction reduction) {
        return new CosineEmbedding(margin, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new CosineEmbedding().withMargin(-0.5), new CosineEmbedding(0.2, Reduction.SUM));
    }
}
