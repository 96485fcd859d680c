/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.RANKING;
import static org.isoloss.guide.Trait.BINARY_GRADES;
import static org.isoloss.guide.Trait.FULL_ORDER;
import static org.isoloss.guide.Trait.LONG_LISTS;
import static org.isoloss.guide.Trait.NOISY_LABELS;
import static org.isoloss.guide.Trait.PREFERENCES;
import static org.isoloss.guide.Trait.TOP_OF_LIST;

import java.util.List;
import java.util.Map;
import org.isoloss.ranking.ApproxNdcg;
import org.isoloss.ranking.LambdaRank;
import org.isoloss.ranking.ListMle;
import org.isoloss.ranking.ListNet;
import org.isoloss.ranking.MarginRanking;
import org.isoloss.ranking.PairwiseLogistic;

/** Documents in order. */
final class RankingTable {

    private static final String SQUARE = "Time and memory grow with the square of the length.";
    private static final String GAINS = "Gains 2^grade leave nothing but the first place, and overflow.";

    static final List<Proposal> ROWS = List.of(
            Proposal.of(
                            RANKING,
                            new LambdaRank(),
                            5,
                            "A pair counts for what NDCG loses by its swap, so it learns what is measured (Burges"
                                    + " 2010; Wang et al. 2018).")
                    .when(TOP_OF_LIST, 2, "Only pairs within the first K places count.", Map.of("topK", 10))
                    .when(BINARY_GRADES, 0, "Pairs that tie are none.")
                    .when(FULL_ORDER, -3, GAINS)
                    .when(LONG_LISTS, -3, SQUARE)
                    .when(PREFERENCES, -2, "In a list of two there is only one swap to weigh.")
                    .when(NOISY_LABELS, -1, "A wrong grade at the top outweighs all right ones below."),
            Proposal.of(
                            RANKING,
                            new PairwiseLogistic(),
                            4,
                            "The likelihood of which of two is better (RankNet, Burges et al. 2005); long lists count"
                                    + " for more.")
                    .when(TOP_OF_LIST, -2, "A pair at the bottom counts as much as one at the top.")
                    .when(
                            BINARY_GRADES,
                            1,
                            "Pairs that tie are none, and the number of wrong pairs is what AUC counts.")
                    .when(FULL_ORDER, 0, "Every pair counts.")
                    .when(LONG_LISTS, -2, SQUARE)
                    .when(PREFERENCES, 4, "With lists of two it is the likelihood of Bradley and Terry 1952.")
                    .when(NOISY_LABELS, 0, "All pairs count alike."),
            Proposal.of(
                            RANKING,
                            new ListNet(),
                            3,
                            "Cross-entropy over a list: one softmax, smooth and fast (Cao et al. 2007).")
                    .when(TOP_OF_LIST, 1, "It is about who is drawn first.")
                    .when(
                            BINARY_GRADES,
                            -1,
                            "A softmax of 0 and 1 leaves most of a long list's share to what is not relevant; larger"
                                    + " grades, such as 5 for 1, don't.")
                    .when(FULL_ORDER, -2, "A softmax of places sees the first alone.")
                    .when(LONG_LISTS, 4, "Time and memory grow with the length alone.")
                    .when(PREFERENCES, -1, "Its share of a pair is a softmax of grades, which nobody has given."),
            Proposal.of(
                            RANKING,
                            new ApproxNdcg(),
                            3,
                            "NDCG itself with smooth ranks (Qin et al. 2010); start it from another.")
                    .when(TOP_OF_LIST, 2, "Discounts count the top most.")
                    .when(FULL_ORDER, -3, GAINS)
                    .when(LONG_LISTS, -2, SQUARE)
                    .when(PREFERENCES, -2, "In a list of two it is a logistic step without slope at its ends.")
                    .when(NOISY_LABELS, 2, "A list costs at most 1, however wrong its grades are."),
            Proposal.of(RANKING, new ListMle(), 2, "The likelihood of the whole order (Xia et al. 2008).")
                    .when(TOP_OF_LIST, -1, "The bottom of the order counts, too.")
                    .when(BINARY_GRADES, -2, "Documents of equal grade are taken for ordered as they stand.")
                    .when(FULL_ORDER, 4, "Made for orders.")
                    .when(LONG_LISTS, 2, "Time and memory grow with the length alone.")
                    .when(NOISY_LABELS, -1, "One wrong place makes the whole order unlikely."),
            Proposal.of(RANKING, new MarginRanking(), 0, "Of two scores the right one leads, by a margin.")
                    .when(
                            PREFERENCES,
                            6,
                            "Takes two scores and a sign; give it a margin above 0.",
                            Map.of("margin", 1.0)));

    private RankingTable() {}
}
