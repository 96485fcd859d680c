/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * Multiple negatives ranking loss: an anchor must find its positive among the positives and hard negatives of all rows.
 *
 * <pre>
 * s[i, j] = k similarity(anchor[i], c[j]),   c = positive[1..N], negative1[1..N], negative2[1..N], ...
 * l[i] = logsumexp_j s[i, j] - s[i, i]
 * symmetric: l[i] = (logsumexp_j s[i, j] + logsumexp_{j &lt;= N} s[j, i]) / 2 - s[i, i]
 * </pre>
 *
 * <p>Ports: {@code anchor [N, D]}, {@code positive [N, D]}, {@code negative1 [N, D]}, {@code negative2 [N, D]}, ..., embeddings;
 * {@code scale []}, greater than 0, if it is not fixed: a differentiable scalar.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: nothing of a masked row is a rival to others. A batch of one row without hard negatives has loss 0. Without hard
 * negatives it is {@link InfoNce} at temperature 1/k; symmetric, with {@link Similarity#DOT} and the scale a port, it is CLIP's.
 *
 * <p>Source: Henderson et al. 2017, section 4; {@code MultipleNegativesRankingLoss} and {@code
 * MultipleNegativesSymmetricRankingLoss} of sentence-transformers at 85ec645; {@code ClipLoss} of open_clip at 89fb801.
 *
 * @param scale k, greater than 0; empty: a port; 20
 * @param similarity {@link Similarity#COSINE}
 * @param negatives how many hard negatives a row has, at least 0; 0
 * @param symmetric whether positives must find their anchors too; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record MultipleNegativesRanking(
        OptionalDouble scale, Similarity similarity, int negatives, boolean symmetric, Reduction reduction)
        implements Loss {

    private static final Port ANCHOR = Port.prediction("anchor", Domain.EMBEDDING, "N D");
    private static final Port POSITIVE = Port.prediction("positive", Domain.EMBEDDING, "N D");
    private static final Port SCALE = Port.prediction("scale", Domain.POSITIVE, "");

    public MultipleNegativesRanking {
        scale.ifPresent(k -> Check.above("scale", k, 0));
        Check.atLeast("negatives", negatives, 0);
    }

    public MultipleNegativesRanking() {
        this(OptionalDouble.of(20), Similarity.COSINE, 0, false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        Stream<Port> learned = scale.isPresent() ? Stream.of() : Stream.of(SCALE);
        return Signature.of(Stream.of(Stream.of(ANCHOR), candidates(), learned)
                        .flatMap(ports -> ports)
                        .toArray(Port[]::new))
                .rows(Rows.COUPLED);
    }

    private Stream<Port> candidates() {
        return Stream.concat(
                Stream.of(POSITIVE),
                IntStream.rangeClosed(1, negatives)
                        .mapToObj(i -> Port.prediction("negative" + i, Domain.EMBEDDING, "N D")));
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor all = InBatch.stacked(candidates().map(in::get).toList());
        Tensor table = similarity.table(in.get(ANCHOR), all);
        Tensor s = scale.isPresent() ? table.times(scale.getAsDouble()) : table.times(in.get(SCALE));
        return Terms.of(InBatch.missed(s, in.kept(), symmetric));
    }

    public MultipleNegativesRanking withScale(double scale) {
        return new MultipleNegativesRanking(OptionalDouble.of(scale), similarity, negatives, symmetric, reduction);
    }

    /** With the scale as a differentiable port. */
    public MultipleNegativesRanking withLearnedScale() {
        return new MultipleNegativesRanking(OptionalDouble.empty(), similarity, negatives, symmetric, reduction);
    }

    public MultipleNegativesRanking withSimilarity(Similarity similarity) {
        return new MultipleNegativesRanking(scale, similarity, negatives, symmetric, reduction);
    }

    public MultipleNegativesRanking withNegatives(int negatives) {
        return new MultipleNegativesRanking(scale, similarity, negatives, symmetric, reduction);
    }

    public MultipleNegativesRanking withSymmetric(boolean symmetric) {
        return new MultipleNegativesRanking(scale, similarity, negatives, symmetric, reduction);
    }

    public MultipleNegativesRanking withReduction(Reduction reduction) {
        return new MultipleNegativesRanking(scale, similarity, negatives, symmetric, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        MultipleNegativesRanking plain = new MultipleNegativesRanking();
        return List.of(
                plain.withNegatives(1),
                plain.withNegatives(2).withSymmetric(true).withReduction(Reduction.SUM),
                plain.withSimilarity(Similarity.DOT).withSymmetric(true).withLearnedScale(),
                plain.withNegatives(1).withReduction(Reduction.NONE));
    }
}
