/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.isoloss.Check;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * LambdaRank and its kin (the LambdaLoss framework): pairwise logistic loss, in which a pair counts for what its order is worth.
 *
 * <pre>
 * p[i, j, k] = 1 / (1 + exp(-a (s[i, j] - s[i, k])))
 * l[i, j, k] = -log2 p[i, j, k]^w[i, j, k]    for grades y[i, j] > y[i, k], both of the first K ranks
 * G = (2^y - 1) / (the best sum of gains over discounts of the first K ranks),   D = log2(1 + rank)
 * </pre>
 *
 * <p>Ports: {@code scores [N, L]}, log-odds scores of L documents for each of N lists; {@code grades [N, L]}, how relevant each
 * is, at least 0; a negative grade says that there is no document.
 *
 * <p>The mean divides by the number of pairs that count in the whole batch.
 *
 * <p>Edges: ranks are constants of differentiation; of equal scores the first given is ahead. Documents of equal grade are no pair,
 * unless the weight says otherwise. A list without a pair has loss 0 and counts for nothing. Padding changes nothing.
 *
 * <p>Source: Burges 2010; Wang et al. 2018, equations 12 to 16; {@code lambdaLoss} of allRank 1.4, which sums and has a floor of 1e-10.
 *
 * @param weight w; {@link PairWeight#SWAP}
 * @param topK K, at least 1; empty: all ranks; empty
 * @param steepness a, greater than 0; 1
 * @param mu what the distance counts for beside the swap, at least 0; only {@link PairWeight#DISTANCE_AND_SWAP} has it; 10
 * @param floor in (0, 1), below which neither p nor its power can fall, so that a pair costs no more and has no gradient there;
 *     empty: none; empty
 * @param logarithm {@link Logarithm#BINARY}
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record LambdaRank(
        PairWeight weight,
        OptionalInt topK,
        double steepness,
        double mu,
        OptionalDouble floor,
        Logarithm logarithm,
        Reduction reduction)
        implements Loss {

    public LambdaRank {
        topK.ifPresent(k -> Check.atLeast("topK", k, 1));
        Check.above("steepness", steepness, 0);
        Check.atLeast("mu", mu, 0);
        floor.ifPresent(p -> {
            Check.above("floor", p, 0);
            Check.fraction("floor", p);
        });
    }

    public LambdaRank() {
        this(PairWeight.SWAP, OptionalInt.empty(), 1, 10, OptionalDouble.empty(), Logarithm.BINARY, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Lists.SIGNATURE;
    }

    @Override
    public Terms terms(Inputs in) {
        Lists lists = Lists.of(in);
        long top = topK.orElse(Integer.MAX_VALUE);
        Tensor ranks = lists.ranks(lists.scores());
        Tensor seen = Lists.within(ranks, top);
        Tensor w = weight.of(new PairWeight.Ranking(lists, lists.gains(top), ranks, mu));
        Tensor cost = bounded(Lists.gaps(lists.scores()).times(-steepness).softplus());
        return Terms.of(logarithm.of(bounded(cost.times(w))))
                .keep(Optional.of(weight.pairs(lists).and(seen.asColumn()).and(Lists.across(seen))));
    }

    private Tensor bounded(Tensor cost) {
        return floor.isPresent() ? cost.min(-Math.log(floor.getAsDouble())) : cost;
    }

    public LambdaRank withWeight(PairWeight weight) {
        return new LambdaRank(weight, topK, steepness, mu, floor, logarithm, reduction);
    }

    public LambdaRank withTopK(int topK) {
        return new LambdaRank(weight, OptionalInt.of(topK), steepness, mu, floor, logarithm, reduction);
    }

    public LambdaRank withSteepness(double steepness) {
        return new LambdaRank(weight, topK, steepness, mu, floor, logarithm, reduction);
    }

    public LambdaRank withMu(double mu) {
        return new LambdaRank(weight, topK, steepness, mu, floor, logarithm, reduction);
    }

    public LambdaRank withFloor(double floor) {
        return new LambdaRank(weight, topK, steepness, mu, OptionalDouble.of(floor), logarithm, reduction);
    }

    public LambdaRank withLogarithm(Logarithm logarithm) {
        return new LambdaRank(weight, topK, steepness, mu, floor, logarithm, reduction);
    }

    public LambdaRank withReduction(Reduction reduction) {
        return new LambdaRank(weight, topK, steepness, mu, floor, logarithm, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        LambdaRank plain = new LambdaRank();
        return List.of(
                plain.withWeight(PairWeight.ONE).withReduction(Reduction.SUM),
                plain.withWeight(PairWeight.GRADES).withTopK(2),
                plain.withWeight(PairWeight.SQUARED_GRADES).withFloor(0.01),
                plain.withWeight(PairWeight.DISCOUNTED_GAIN).withSteepness(2),
                plain.withWeight(PairWeight.DISTANCE).withLogarithm(Logarithm.NATURAL),
                plain.withWeight(PairWeight.DISTANCE_AND_SWAP).withMu(5).withReduction(Reduction.NONE));
    }
}
