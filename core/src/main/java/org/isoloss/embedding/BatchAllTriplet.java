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
 * Triplet margin loss of all triples in a batch: every anchor nearer to each of its group than to each of another.
 *
 * <pre>
 * l[a, p, n] = max(0, d(a, p) - d(a, n) + m),   label[p] = label[a], p not a, label[n] not label[a]
 * smooth:      log(1 + exp(d(a, p) - d(a, n) + m))
 * </pre>
 *
 * <p>Ports: {@code embeddings [N, D]}; {@code labels [N]}, equal for members of a group; others as {@link Candidates} says.
 * Memory grows with the number of triples.
 *
 * <p>The mean divides by the number of triples, or of those whose loss is greater than 0; a sum adds them all up. Without
 * reduction there is a term for each row: the sum over the triples of which it is the anchor.
 *
 * <p>Edges: without a pair of one group or another group the loss is 0. The slope is 0 where the margin is met exactly.
 *
 * <p>Source: Hermans et al. 2017, "batch all"; {@code BatchAllTripletLoss} of sentence-transformers at 85ec645, {@code
 * TripletMarginLoss} of pytorch-metric-learning at 216a792, whose default is margin 0.05 and {@link Normalised}.
 *
 * @param margin m, in the unit of the distance, at least 0; 5
 * @param distance d; Euclidean
 * @param swap whether the negative is also compared with the positive, and the nearer counts; false
 * @param smooth whether the hinge is a softplus; false
 * @param violatingOnly whether a mean counts only triples whose loss is greater than 0; true
 * @param candidates {@link Candidates#BATCH}
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record BatchAllTriplet(
        double margin,
        Distance distance,
        boolean swap,
        boolean smooth,
        boolean violatingOnly,
        Candidates candidates,
        Reduction reduction)
        implements Loss {

    public BatchAllTriplet {
        Check.atLeast("margin", margin, 0);
    }

    public BatchAllTriplet() {
        this(5, new Minkowski(), false, false, true, Candidates.BATCH, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Groups.signature(candidates);
    }

    @Override
    public Terms terms(Inputs in) {
        Groups g = Groups.of(candidates, in);
        Tensor d = g.distances(distance);
        Tensor far = Groups.ofNegative(d);
        Tensor rival = swap ? far.min(distance.table(g.candidates(), g.candidates())) : far;
        Tensor excess = Groups.ofPositive(d).minus(rival).plus(margin);
        Tensor triples = Groups.ofPositive(g.positives()).and(Groups.ofNegative(g.negatives()));
        return g.terms(smooth ? excess.softplus() : excess.relu(), triples, violatingOnly);
    }

    public BatchAllTriplet withMargin(double margin) {
        return new BatchAllTriplet(margin, distance, swap, smooth, violatingOnly, candidates, reduction);
    }

    public BatchAllTriplet withDistance(Distance distance) {
        return new BatchAllTriplet(margin, distance, swap, smooth, violatingOnly, candidates, reduction);
    }

    public BatchAllTriplet withSwap(boolean swap) {
        return new BatchAllTriplet(margin, distance, swap, smooth, violatingOnly, candidates, reduction);
    }

    public BatchAllTriplet withSmooth(boolean smooth) {
        return new BatchAllTriplet(margin, distance, swap, smooth, violatingOnly, candidates, reduction);
    }

    public BatchAllTriplet withViolatingOnly(boolean violatingOnly) {
        return new BatchAllTriplet(margin, distance, swap, smooth, violatingOnly, candidates, reduction);
    }

    public BatchAllTriplet withCandidates(Candidates candidates) {
        return new BatchAllTriplet(margin, distance, swap, smooth, violatingOnly, candidates, reduction);
    }

    public BatchAllTriplet withReduction(Reduction reduction) {
        return new BatchAllTriplet(margin, distance, swap, smooth, violatingOnly, candidates, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        BatchAllTriplet normalised =
                new BatchAllTriplet().withDistance(new Normalised()).withMargin(0.05);
        return List.of(
                new BatchAllTriplet().withReduction(Reduction.SUM),
                normalised.withSwap(true).withViolatingOnly(false),
                normalised.withSmooth(true).withCandidates(Candidates.VIEWS),
                normalised.withDistance(new CosineDistance()).withReduction(Reduction.NONE));
    }
}
