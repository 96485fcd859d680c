/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.Tensor;

/**
 * CoSENT: pairs of embeddings must be ordered by their similarity as they are by the grade that is given for it.
 *
 * <pre>l = log(1 + sum_{i, j: grades[i] &lt; grades[j]} exp(k (s[i] - s[j]))),   s[i] = similarity(first[i], second[i])</pre>
 *
 * <p>Ports: {@code first [N, D]}, {@code second [N, D]}, embeddings; {@code grades [N]}, of which only the order matters.
 *
 * <p>One number for a batch; a mean divides by 1.
 *
 * <p>Edges: pairs of equal grade are not compared; a batch in which all are equal has loss 0.
 *
 * <p>Source: Su 2022, "CoSENT"; {@code CoSENTLoss} of sentence-transformers at 85ec645.
 *
 * @param scale k, greater than 0; 20
 * @param similarity {@link Similarity#COSINE}
 * @since 0.1
 */
@AutoService(Loss.class)
public record CoSent(double scale, Similarity similarity) implements Loss {

    private static final Port FIRST = Port.prediction("first", Domain.EMBEDDING, "N D");
    private static final Port SECOND = Port.prediction("second", Domain.EMBEDDING, "N D");
    private static final Port GRADES = Port.target("grades", Domain.REAL, "N");

    public CoSent {
        Check.above("scale", scale, 0);
    }

    public CoSent() {
        this(20, Similarity.COSINE);
    }

    @Override
    public Signature signature() {
        return Signature.of(FIRST, SECOND, GRADES).rows(Rows.POOLED);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor s = similarity.between(in.get(FIRST), in.get(SECOND)).times(scale);
        Tensor y = in.get(GRADES);
        Tensor ordered = y.greaterThan(y.asColumn());
        Tensor compared = in.keptPairs().map(ordered::and).orElse(ordered);
        Tensor excess = s.asColumn().minus(s).where(compared, Double.NEGATIVE_INFINITY);
        return Terms.of(excess.reshape(Shapes.size(excess.shape())).logSumExp().softplus());
    }

    public CoSent withScale(double scale) {
        return new CoSent(scale, similarity);
    }

    public CoSent withSimilarity(Similarity similarity) {
        return new CoSent(scale, similarity);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new CoSent().withSimilarity(Similarity.DOT).withScale(1), new CoSent().withScale(100));
    }
}
