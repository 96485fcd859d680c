/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.BINARY;
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
import org.isoloss.classification.Hinge;
import org.isoloss.classification.SigmoidFocal;
import org.isoloss.classification.SoftMargin;
import org.isoloss.classification.SquaredHinge;
import org.isoloss.regression.AbsoluteError;

/** What holds or does not. */
final class BinaryTable {

    private static final String WEIGHT =
            "A weight of negatives over positives makes both count the same; the odds it predicts are then higher by"
                    + " that factor.";
    private static final String NEEDS_LOGITS = "It needs logits.";
    private static final String NEEDS_SIGNS = "It takes signs, which can't be uncertain.";

    static final List<Proposal> ROWS = List.of(
            Proposal.of(
                            BINARY,
                            new BinaryCrossEntropy(),
                            5,
                            "The likelihood: least for true probabilities, convex in the logit, and its slope never"
                                    + " dies.")
                    .when(IMBALANCE, 3, WEIGHT)
                    .when(EASY_EXAMPLES, 0, "Easy examples keep a share of the gradient, however many they are.")
                    .when(
                            NOISY_LABELS,
                            2,
                            "Smoothing bounds what a wrong label can ask for (Lukasik et al. 2020).",
                            Map.of("labelSmoothing", 0.1))
                    .when(SOFT_LABELS, 2, "Truths between 0 and 1 are taken as they are.")
                    .when(
                            MISSING_LABELS,
                            1,
                            "A third port weighs each element: 0 where the label is not known.",
                            Map.of("weighted", true))
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("positiveWeight"),
            Proposal.of(BINARY, new SoftMargin(), 3, "The same likelihood for labels that are -1 and 1.")
                    .when(IMBALANCE, -2, "It has no weights.")
                    .when(EASY_EXAMPLES, -1, "It can't turn easy examples down.")
                    .when(NOISY_LABELS, -1, "It has no smoothing.")
                    .not(SOFT_LABELS, NEEDS_SIGNS)
                    .when(MISSING_LABELS, 0, "A mask drops what is not known.")
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(
                            BINARY,
                            new SigmoidFocal().withoutAlpha(),
                            2,
                            "Looks at what is still wrong; its probabilities are off (Charoenphakdee et al. 2021).")
                    .when(
                            IMBALANCE,
                            4,
                            "Alpha by inverse frequency is where to start (Lin et al. 2017, section 3.1); the larger"
                                    + " gamma, the smaller it should be (table 1).")
                    .when(
                            EASY_EXAMPLES,
                            6,
                            "Made for it: gamma 2 with alpha 0.25 did best among 100,000 boxes of background (Lin et"
                                    + " al. 2017, table 1).",
                            Map.of("alpha", 0.25, "gamma", 2.0))
                    .when(NOISY_LABELS, -3, "Wrong labels are the hard ones, at which it looks.")
                    .when(SOFT_LABELS, -1, "It is not least at the probability that is given.")
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("alpha"),
            Proposal.of(
                            BINARY,
                            new Hinge(),
                            2,
                            "Only the side counts, and what is right by a margin is left alone (Cortes and Vapnik"
                                    + " 1995); gives no probabilities.")
                    .when(IMBALANCE, -1, "It has no weights.")
                    .when(EASY_EXAMPLES, 1, "Easy examples cost nothing at all.")
                    .not(SOFT_LABELS, NEEDS_SIGNS)
                    .not(NO_LOGITS, "It needs scores without bounds."),
            Proposal.of(BINARY, new SquaredHinge(), 1, "Hinge loss that is smooth at the margin.")
                    .when(IMBALANCE, -1, "It has no weights.")
                    .when(NOISY_LABELS, -2, "A wrong label costs the square of its error.")
                    .not(SOFT_LABELS, NEEDS_SIGNS)
                    .not(NO_LOGITS, "It needs scores without bounds."),
            Proposal.of(
                            BINARY,
                            new BinaryCrossEntropyOnProbabilities(),
                            0,
                            "Cross-entropy of probabilities, which have lost digits where they are near 0 and 1.")
                    .when(NO_LOGITS, 8, "It takes probabilities.")
                    .when(IMBALANCE, 0, WEIGHT)
                    .when(NOISY_LABELS, 0, "Smoothing as with logits.", Map.of("labelSmoothing", 0.1))
                    .measured("positiveWeight"),
            Proposal.of(
                            BINARY,
                            new AbsoluteError(),
                            -1,
                            "Behind a sigmoid a symmetric loss, which is slow: its slope dies where it is confidently"
                                    + " wrong.")
                    .when(
                            NOISY_LABELS,
                            4,
                            "The best classifier stays the best when labels are flipped evenly (Ghosh et al. 2015).")
                    .when(NO_LOGITS, 2, "It takes probabilities."));

    private BinaryTable() {}
}
