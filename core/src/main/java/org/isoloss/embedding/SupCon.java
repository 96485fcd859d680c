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
 * Supervised contrastive loss: the positives of an anchor must be found among all candidates, on average.
 *
 * <pre>
 * l[a] = mean_p (log sum_b exp s[a, b] - s[a, p]),   label[p] = label[a], p and b not a
 * s[a, b] = -d(a, b) / t
 * </pre>
 *
 * <p>Ports: {@code embeddings [N, D]}; {@code labels [N]}, equal for members of a group; others as {@link Candidates} says.
 *
 * <p>The mean divides by the number of anchors whose loss is greater than 0, or of all. With two views a row is two anchors.
 *
 * <p>Edges: an anchor without positives has loss 0, and so has a batch of one group.
 *
 * <p>Source: Khosla et al. 2020, equation 2; {@code SupConLoss} of pytorch-metric-learning at 216a792.
 *
 * @param temperature t, greater than 0; 0.1
 * @param distance d; {@link CosineDistance}, the same as the cosine for a similarity
 * @param violatingOnly whether a mean counts only anchors whose loss is greater than 0; true
 * @param candidates {@link Candidates#BATCH}
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SupCon(
        double temperature, Distance distance, boolean violatingOnly, Candidates candidates, Reduction reduction)
        implements Loss {

    public SupCon {
        Check.above("temperature", temperature, 0);
    }

    public SupCon() {
        this(0.1, new CosineDistance(), true, Candidates.BATCH, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Groups.signature(candidates);
    }

    @Override
    public Terms terms(Inputs in) {
        Groups g = Groups.of(candidates, in);
        Tensor s = g.distances(distance).over(-temperature);
        Tensor all = s.where(g.positives().or(g.negatives()), Double.NEGATIVE_INFINITY)
                .logSumExp();
        Tensor pairs = all.asColumn().minus(s).where(g.positives(), 0);
        Tensor mean = pairs.sum(-1).overOrZero(g.positives().toFloat(s).sum(-1));
        Tensor others = g.negatives().toFloat(s).sumAll().greaterThan(0);
        Tensor loss = mean.where(others, 0);
        return g.terms(loss, violatingOnly ? Groups.violating(loss) : loss.fill(1, loss.shape()));
    }

    public SupCon withTemperature(double temperature) {
        return new SupCon(temperature, distance, violatingOnly, candidates, reduction);
    }

    public SupCon withDistance(Distance distance) {
        return new SupCon(temperature, distance, violatingOnly, candidates, reduction);
    }

    public SupCon withViolatingOnly(boolean violatingOnly) {
        return new SupCon(temperature, distance, violatingOnly, candidates, reduction);
    }

    public SupCon withCandidates(Candidates candidates) {
        return new SupCon(temperature, distance, violatingOnly, candidates, reduction);
    }

    public SupCon withReduction(Reduction reduction) {
        return new SupCon(temperature, distance, violatingOnly, candidates, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new SupCon().withViolatingOnly(false),
                new SupCon().withDistance(new SquaredEuclidean()).withTemperature(2),
                new SupCon().withCandidates(Candidates.VIEWS),
                new SupCon().withReduction(Reduction.NONE));
    }
}
