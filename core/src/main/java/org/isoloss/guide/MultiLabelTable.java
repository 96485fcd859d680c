/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.MULTI_LABEL;
import static org.isoloss.guide.Trait.EASY_EXAMPLES;
import static org.isoloss.guide.Trait.IMBALANCE;
import static org.isoloss.guide.Trait.MISSING_LABELS;
import static org.isoloss.guide.Trait.NOISY_LABELS;
import static org.isoloss.guide.Trait.NO_LOGITS;
import static org.isoloss.guide.Trait.SOFT_LABELS;

import java.util.List;
import java.util.Map;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.MultiLabelHinge;
import org.isoloss.classification.MultiLabelSoftMargin;
import org.isoloss.classification.SigmoidFocal;

/** Several labels at once. */
final class MultiLabelTable {

    private static final String NEEDS_LOGITS = "It needs logits.";

    static final List<Proposal> ROWS = List.of(
            Proposal.of(
                            MULTI_LABEL,
                            new BinaryCrossEntropy(),
                            5,
                            "The likelihood of each label by itself; a term for each, so masks reach single labels.")
                    .when(
                            IMBALANCE,
                            3,
                            "A weight for each label, of negatives over positives, keeps rare ones from being given up.")
                    .when(
                            EASY_EXAMPLES,
                            0,
                            "Labels that seldom hold keep a share of the gradient, however easy they are.")
                    .when(
                            NOISY_LABELS,
                            1,
                            "Smoothing bounds what a wrong label can ask for.",
                            Map.of("labelSmoothing", 0.1))
                    .when(SOFT_LABELS, 1, "Truths between 0 and 1 are taken as they are.")
                    .when(
                            MISSING_LABELS,
                            2,
                            "A third port weighs each label of each row: 0 where it is not known.",
                            Map.of("weighted", true))
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("labelWeights"),
            Proposal.of(
                            MULTI_LABEL,
                            new MultiLabelSoftMargin(),
                            4,
                            "The same averaged over the labels of a row: one term for each row, for masks and weights"
                                    + " of rows.")
                    .when(IMBALANCE, -1, "Its weights make a label matter more, not its positives.")
                    .when(EASY_EXAMPLES, -1, "It can't turn easy labels down.")
                    .when(NOISY_LABELS, -1, "It has no smoothing.")
                    .when(MISSING_LABELS, -3, "A mask can only drop whole rows.")
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(
                            MULTI_LABEL,
                            new SigmoidFocal().withoutAlpha(),
                            2,
                            "Of thousands of labels few hold; it looks at those that are still wrong.")
                    .when(IMBALANCE, 4, "What is easily told not to hold is turned down by itself (Lin et al. 2017).")
                    .when(EASY_EXAMPLES, 5, "Made for it (Lin et al. 2017).", Map.of("gamma", 2.0))
                    .when(NOISY_LABELS, -3, "Wrong labels are the hard ones, at which it looks.")
                    .when(SOFT_LABELS, -1, "It is not least at the probability that is given.")
                    .when(MISSING_LABELS, -1, "A mask of single labels is what is left to drop them.")
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(
                            MULTI_LABEL,
                            new MultiLabelHinge(),
                            1,
                            "Only the order of the labels of a row counts; gives no probabilities.")
                    .when(IMBALANCE, 1, "Rare labels are compared with others in the rows where they hold.")
                    .when(NOISY_LABELS, -1, "A label that is missing by mistake is a rival to every other.")
                    .not(MISSING_LABELS, "A label that is not known would count as one that does not hold.")
                    .when(SOFT_LABELS, -1, "It weighs pairs by shares, which is rarely meant.")
                    .not(NO_LOGITS, "It needs scores without bounds."),
            Proposal.of(
                            MULTI_LABEL,
                            new BinaryCrossEntropyOnProbabilities(),
                            0,
                            "Cross-entropy of probabilities, which have lost digits where they are near 0 and 1.")
                    .when(NO_LOGITS, 8, "It takes probabilities.")
                    .when(MISSING_LABELS, 0, "A third port weighs each label of each row.", Map.of("weighted", true)));

    private MultiLabelTable() {}
}
