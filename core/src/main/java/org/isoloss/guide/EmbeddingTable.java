/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.EMBEDDING;
import static org.isoloss.guide.Trait.GRADED_PAIRS;
import static org.isoloss.guide.Trait.GROUPS;
import static org.isoloss.guide.Trait.HARD_NEGATIVES;
import static org.isoloss.guide.Trait.LABELLED_PAIRS;
import static org.isoloss.guide.Trait.NOISY_LABELS;
import static org.isoloss.guide.Trait.SMALL_BATCHES;
import static org.isoloss.guide.Trait.TRIPLETS;
import static org.isoloss.guide.Trait.VIEWS;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.isoloss.classification.HingeEmbedding;
import org.isoloss.embedding.BatchAllTriplet;
import org.isoloss.embedding.BatchHardTriplet;
import org.isoloss.embedding.BatchSemiHardTriplet;
import org.isoloss.embedding.CoSent;
import org.isoloss.embedding.Contrastive;
import org.isoloss.embedding.ContrastivePairs;
import org.isoloss.embedding.CosineEmbedding;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.MultipleNegativesRanking;
import org.isoloss.embedding.NtXent;
import org.isoloss.embedding.SigLip;
import org.isoloss.embedding.SupCon;
import org.isoloss.embedding.TripletMargin;

/** Vectors that are near each other. What the labels are like decides most. */
final class EmbeddingTable {

    private static final String FALSE_NEGATIVES = "Others of the same group would be negatives.";
    private static final String ONLY_POSITIVES = "It can use only the pairs that belong together.";
    private static final String ORDER_LOST = "It can use only whether a pair is similar, not how much.";
    private static final String OUTLIERS = "The hardest pair is often the mislabelled one (Hermans et al. 2017).";
    private static final Map<String, Object> TWO_VIEWS = Map.of("candidates", "VIEWS");

    /** Without hard negatives from outside, with pairs that belong together, one in each row. */
    private static final List<Proposal> PAIRS = List.of(
            Proposal.of(
                            EMBEDDING,
                            new InfoNce(),
                            5,
                            "For pairs that belong together: all other rows of a batch are negatives, so let it be"
                                    + " large (van den Oord et al. 2018).")
                    .when(VIEWS, 1, "Views are pairs; symmetric, each finds the other.", Map.of("symmetric", true))
                    .when(GROUPS, -4, FALSE_NEGATIVES)
                    .when(LABELLED_PAIRS, -3, ONLY_POSITIVES)
                    .when(GRADED_PAIRS, -4, ORDER_LOST)
                    .when(TRIPLETS, -3, "It does not look at the negatives that are given.")
                    .when(HARD_NEGATIVES, -2, "Its negatives are whatever else is in the batch.")
                    .when(SMALL_BATCHES, -2, "With few negatives it is soon 0.")
                    .when(NOISY_LABELS, 0, "Similar rows of a batch are taken for negatives; keep duplicates apart."),
            Proposal.of(
                            EMBEDDING,
                            new MultipleNegativesRanking(),
                            4,
                            "InfoNce as it is used for texts, with scale 20, and hard negatives if there are any.")
                    .when(GROUPS, -4, FALSE_NEGATIVES)
                    .when(LABELLED_PAIRS, -3, ONLY_POSITIVES)
                    .when(GRADED_PAIRS, -3, ORDER_LOST)
                    .when(
                            TRIPLETS,
                            5,
                            "The given negative competes with all others of the batch (Henderson et al. 2017).",
                            negatives(1))
                    .when(
                            HARD_NEGATIVES,
                            4,
                            "Hard negatives stand beside those of the batch (Henderson et al. 2017, section 4).",
                            negatives(1))
                    .when(SMALL_BATCHES, -1, "Hard negatives make up for few others."),
            Proposal.of(
                            EMBEDDING,
                            new SigLip(),
                            3,
                            "Each pair is told by itself, so no row needs all others; learn scale and bias (Zhai et"
                                    + " al. 2023).")
                    .when(GROUPS, -3, FALSE_NEGATIVES)
                    .when(LABELLED_PAIRS, -2, ONLY_POSITIVES)
                    .when(GRADED_PAIRS, -3, ORDER_LOST)
                    .when(TRIPLETS, -3, "It does not look at the negatives that are given.")
                    .when(HARD_NEGATIVES, -1, "Its negatives are whatever else is in the batch.")
                    .when(SMALL_BATCHES, 3, "Ahead of a softmax below some 16,000 rows (Zhai et al. 2023)."));

    /** What needs a label of each row. */
    private static final List<Proposal> OF_GROUPS = List.of(
            Proposal.of(EMBEDDING, new SupCon(), -3, "Pulls all of a group together at once (Khosla et al. 2020).")
                    .when(
                            GROUPS,
                            11,
                            "Made for it: every other member of a group is a positive at once (Khosla et al. 2020).")
                    .when(VIEWS, 2, "With groups known, views add positives.", TWO_VIEWS)
                    .when(NOISY_LABELS, 1, "A wrong member is one of many positives."),
            Proposal.of(
                            EMBEDDING,
                            new BatchHardTriplet(),
                            -3,
                            "The hardest triple of each anchor; several members of each group must be in a batch.")
                    .when(GROUPS, 10, "Finds hard pairs in the batch without a search outside (Hermans et al. 2017).")
                    .when(HARD_NEGATIVES, 2, "Looks at nothing else.")
                    .when(NOISY_LABELS, -3, OUTLIERS),
            Proposal.of(EMBEDDING, new NtXent(), -3, "Each positive must be found among an anchor's negatives.")
                    .when(VIEWS, 11, "SimCLR's loss: two views and a label for each row (Chen et al. 2020).", TWO_VIEWS)
                    .when(GROUPS, 8, "Other positives are no rivals, and each pair is a term."),
            Proposal.of(
                            EMBEDDING,
                            new BatchSemiHardTriplet(),
                            -3,
                            "Negatives farther than the positive, but not by the margin (Schroff et al. 2015).")
                    .when(GROUPS, 8, "Does not collapse at the start, as the hardest can.")
                    .when(HARD_NEGATIVES, 1, "Looks at hard ones, but not at the hardest."),
            Proposal.of(EMBEDDING, new BatchAllTriplet(), -3, "All triples of a batch; memory grows with its cube.")
                    .when(GROUPS, 7, "Nothing is selected, so no label weighs more than others.")
                    .when(SMALL_BATCHES, 1, "All triples of few rows are many.")
                    .when(NOISY_LABELS, 1, "Wrong members are few among all triples."),
            Proposal.of(
                            EMBEDDING,
                            new ContrastivePairs(),
                            -3,
                            "All pairs of a batch: absolute distances, not the order of them.")
                    .when(GROUPS, 6, "Use it if a fixed distance must decide later.")
                    .when(VIEWS, 2, "Views add positives.", TWO_VIEWS));

    /** What needs rows of another kind. */
    private static final List<Proposal> OF_ROWS = List.of(
            Proposal.of(EMBEDDING, new Contrastive(), -1, "Like pairs coincide, others are apart by a margin.")
                    .when(LABELLED_PAIRS, 9, "Made for it (Hadsell et al. 2006)."),
            Proposal.of(EMBEDDING, new CosineEmbedding(), -1, "The same by direction.")
                    .when(LABELLED_PAIRS, 8, "Needs no lengths; unlike pairs need only be at right angles."),
            Proposal.of(EMBEDDING, new HingeEmbedding(), -1, "The same for distances that the network gives itself.")
                    .when(LABELLED_PAIRS, 5, "Takes any distance, also a learned one."),
            Proposal.of(EMBEDDING, new CoSent(), -1, "Similarities of pairs are put in the order of their grades.")
                    .when(
                            GRADED_PAIRS,
                            9,
                            "Only the order of the grades counts, which is what is measured later (Su 2022)."),
            Proposal.of(EMBEDDING, new TripletMargin(), -1, "An anchor is nearer to its positive than to its negative.")
                    .when(TRIPLETS, 9, "Made for it (Balntas et al. 2016).")
                    .when(HARD_NEGATIVES, 0, "Random triplets soon cost nothing: choose hard ones.")
                    .when(SMALL_BATCHES, 1, "Each row brings its own negative."));

    static final List<Proposal> ROWS =
            Stream.of(PAIRS, OF_GROUPS, OF_ROWS).flatMap(List::stream).toList();

    private static Map<String, Object> negatives(int negatives) {
        return Map.of("negatives", negatives);
    }

    private EmbeddingTable() {}
}
