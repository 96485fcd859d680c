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
 * Normalised temperature-scaled cross-entropy: each positive of an anchor, by itself, must be found among its negatives.
 *
 * <pre>
 * l[a, p] = log(exp s[a, p] + sum_n exp s[a, n]) - s[a, p],   label[p] = label[a], p not a, label[n] not label[a]
 * s[a, b] = -d(a, b) / t
 * </pre>
 *
 * <p>Ports: {@code embeddings [N, D]}; {@code labels [N]}, equal for members of a group; others as {@link Candidates} says. With
 * {@link Candidates#VIEWS} and a label for each row it is SimCLR's loss.
 *
 * <p>The mean divides by the number of pairs; without reduction there is a term for each row, the sum over its pairs.
 *
 * <p>Edges: other positives are no rivals. A batch without a pair of one group, or of one group, has loss 0.
 *
 * <p>Source: Chen et al. 2020, equation 1; {@code NTXentLoss} of pytorch-metric-learning at 216a792, without its bound where
 * the logarithm underflows.
 *
 * @param temperature t, greater than 0; 0.07
 * @param distance d; {@link CosineDistance}, the same as the cosine for a similarity
 * @param candidates {@link Candidates#BATCH}
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record NtXent(double temperature, Distance distance, Candidates candidates, Reduction reduction)
        implements Loss {

    public NtXent {
        Check.above("temperature", temperature, 0);
    }

    public NtXent() {
        this(0.07, new CosineDistance(), Candidates.BATCH, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Groups.signature(candidates);
    }

    @Override
    public Terms terms(Inputs in) {
        Groups g = Groups.of(candidates, in);
        Tensor s = g.distances(distance).over(-temperature);
        Tensor rivals = s.where(g.negatives(), Double.NEGATIVE_INFINITY).logSumExp();
        return g.terms(rivals.asColumn().minus(s).softplus(), g.positives(), false);
    }

    public NtXent withTemperature(double temperature) {
        return new NtXent(temperature, distance, candidates, reduction);
    }

    public NtXent withDistance(Distance distance) {
        return new NtXent(temperature, distance, candidates, reduction);
    }

    public NtXent withCandidates(Candidates candidates) {
        return new NtXent(temperature, distance, candidates, reduction);
    }

    public NtXent withReduction(Reduction reduction) {
        return new NtXent(temperature, distance, candidates, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        NtXent warm = new NtXent().withTemperature(0.5);
        return List.of(
                warm.withDistance(new SquaredEuclidean()).withReduction(Reduction.SUM),
                warm.withCandidates(Candidates.VIEWS),
                warm.withReduction(Reduction.NONE));
    }
}
