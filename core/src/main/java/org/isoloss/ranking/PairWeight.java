/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import org.isoloss.tensor.Tensor;

/** What a pair of documents counts for by its grades and by the ranks that its scores give it: G are gains, D discounts. */
public enum PairWeight {
    /** All pairs alike: 1. */
    ONE {
        @Override
        Tensor of(Ranking r) {
            return GradeGap.ONE.between(r.lists().grades());
        }
    },
    /** {@link GradeGap#DIFFERENCE}. */
    GRADES {
        @Override
        Tensor of(Ranking r) {
            return GradeGap.DIFFERENCE.between(r.lists().grades());
        }
    },
    /** {@link GradeGap#DIFFERENCE_OF_SQUARES}. */
    SQUARED_GRADES {
        @Override
        Tensor of(Ranking r) {
            return GradeGap.DIFFERENCE_OF_SQUARES.between(r.lists().grades());
        }
    },
    /** {@code G[j] / D[j]}, of every pair whatever its grades, a document with itself included: NDCG-Loss1. */
    DISCOUNTED_GAIN {
        @Override
        Tensor of(Ranking r) {
            return r.gains().over(Lists.discount(r.ranks())).asColumn();
        }

        @Override
        Tensor pairs(Lists lists) {
            return lists.pairs();
        }
    },
    /** {@code |G[j] - G[k]| |1 / D(d) - 1 / D(d + 1)|} at the distance d of the ranks: NDCG-Loss2. */
    DISTANCE {
        @Override
        Tensor of(Ranking r) {
            return r.distance();
        }
    },
    /** {@code |G[j] - G[k]| |1 / D[j] - 1 / D[k]|}, what NDCG loses if the two change places: LambdaRank. */
    SWAP {
        @Override
        Tensor of(Ranking r) {
            return r.swap();
        }
    },
    /** {@code mu} times {@link #DISTANCE} plus {@link #SWAP}: NDCG-Loss2++. */
    DISTANCE_AND_SWAP {
        @Override
        Tensor of(Ranking r) {
            return r.distance().times(r.mu()).plus(r.swap());
        }
    };

    /** The weights of all pairs, whatever can be broadcast to them. */
    abstract Tensor of(Ranking ranking);

    /** The pairs that count. */
    Tensor pairs(Lists lists) {
        return lists.ordered();
    }

    /**
     * Lists as their scores rank them.
     *
     * @param gains {@code [N, L]}, normalised
     * @param ranks {@code [N, L]}, from 1
     * @param mu what the distance counts for beside the swap
     */
    record Ranking(Lists lists, Tensor gains, Tensor ranks, double mu) {

        private Tensor gainGap() {
            return Lists.gaps(gains).abs();
        }

        Tensor swap() {
            Tensor worth = Lists.discount(ranks).fill(1).over(Lists.discount(ranks));
            return Lists.gaps(worth).abs().times(gainGap());
        }

        Tensor distance() {
            Tensor apart = Lists.gaps(ranks).abs();
            // a document is no distance from itself, where the discount would be 0
            Tensor d = apart.max(1.0);
            Tensor one = d.fill(1);
            Tensor step = one.over(Lists.discount(d)).minus(one.over(Lists.discount(d.plus(1))));
            return step.where(apart.greaterThan(0), 0).times(gainGap());
        }
    }
}
