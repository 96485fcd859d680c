/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.OptionalDouble;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Contrastive loss of pairs in a batch: an anchor must find its positive among the positives of all rows.
 *
 * <pre>
 * s[i, j] = similarity(anchor[i], positive[j]) / t
 * l[i] = logsumexp_j s[i, j] - s[i, i]
 * symmetric: l[i] = (logsumexp_j s[i, j] + logsumexp_j s[j, i]) / 2 - s[i, i]
 * </pre>
 *
 * <p>Ports: {@code anchor [N, D]}, {@code positive [N, D]}, embeddings; {@code temperature []}, greater than 0, if it is not
 * fixed: a differentiable scalar.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: a masked row is neither an anchor nor a negative of others. A batch of one row has loss 0.
 *
 * <p>Source: van den Oord et al. 2018, equation 4; symmetric as in CLIP, Radford et al. 2021, figure 3.
 *
 * @param temperature t, greater than 0; empty: a port; 0.07
 * @param similarity {@link Similarity#COSINE}
 * @param symmetric whether positives must find their anchors too; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record InfoNce(OptionalDouble temperature, Similarity similarity, boolean symmetric, Reduction reduction)
        implements Loss {

    private static final Port ANCHOR = Port.prediction("anchor", Domain.EMBEDDING, "N D");
    private static final Port POSITIVE = Port.prediction("positive", Domain.EMBEDDING, "N D");
    private static final Port TEMPERATURE = Port.prediction("temperature", Domain.POSITIVE, "");

    public InfoNce {
        temperature.ifPresent(t -> Check.above("temperature", t, 0));
    }

    public InfoNce() {
        this(OptionalDouble.of(0.07), Similarity.COSINE, false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return (temperature.isPresent() ? Signature.of(ANCHOR, POSITIVE) : Signature.of(ANCHOR, POSITIVE, TEMPERATURE))
                .rows(Rows.COUPLED);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor table = similarity.table(in.get(ANCHOR), in.get(POSITIVE));
        Tensor s = temperature.isPresent() ? table.over(temperature.getAsDouble()) : table.over(in.get(TEMPERATURE));
        return Terms.of(InBatch.missed(s, in.kept(), symmetric));
    }

    public InfoNce withTemperature(double temperature) {
        return new InfoNce(OptionalDouble.of(temperature), similarity, symmetric, reduction);
    }

    /** With the temperature as a differentiable port. */
    public InfoNce withLearnedTemperature() {
        return new InfoNce(OptionalDouble.empty(), similarity, symmetric, reduction);
    }

    public InfoNce withSimilarity(Similarity similarity) {
        return new InfoNce(temperature, similarity, symmetric, reduction);
    }

    public InfoNce withSymmetric(boolean symmetric) {
        return new InfoNce(temperature, similarity, symmetric, reduction);
    }

    public InfoNce withReduction(Reduction reduction) {
        return new InfoNce(temperature, similarity, symmetric, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        InfoNce plain = new InfoNce();
        return List.of(
                plain.withSymmetric(true),
                plain.withLearnedTemperature().withSymmetric(true),
                plain.withSimilarity(Similarity.DOT).withTemperature(1),
                plain.withReduction(Reduction.NONE));
    }
}
