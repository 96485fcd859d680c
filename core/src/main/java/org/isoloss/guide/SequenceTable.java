/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.LANGUAGE_MODEL;
import static org.isoloss.guide.Task.TRANSCRIPTION;
import static org.isoloss.guide.Trait.LARGE_VOCABULARY;
import static org.isoloss.guide.Trait.MISSING_LABELS;
import static org.isoloss.guide.Trait.NOISY_LABELS;
import static org.isoloss.guide.Trait.NO_LOGITS;
import static org.isoloss.guide.Trait.SOFT_LABELS;
import static org.isoloss.guide.Trait.TEACHER;

import java.util.List;
import java.util.Map;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.NegativeLogLikelihood;
import org.isoloss.classification.SoftCrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.divergence.KullbackLeibler;
import org.isoloss.divergence.KullbackLeiblerOnLogits;
import org.isoloss.sequence.Ctc;

/** Tokens of texts, and labels of frames. */
final class SequenceTable {

    private static final String NUMBERS = "It takes the number of a token.";
    private static final String NEEDS_LOGITS = "It needs logits.";
    private static final Map<String, Object> PADDING = Map.of("ignoreIndices", List.of(-100));

    static final List<Proposal> ROWS = List.of(
            Proposal.of(
                            LANGUAGE_MODEL,
                            new CrossEntropy(),
                            5,
                            "The likelihood of the text; its exponential is the perplexity. Leave frequencies as they"
                                    + " are: they are part of what is learned.")
                    .when(MISSING_LABELS, 1, "Padding has no part, and the mean is over tokens.", PADDING)
                    .when(
                            NOISY_LABELS,
                            1,
                            "Smoothing by 0.1 hurts perplexity and helps translation (Vaswani et al. 2017, section"
                                    + " 5.4).",
                            Map.of("labelSmoothing", 0.1))
                    .not(SOFT_LABELS, NUMBERS)
                    .when(TEACHER, -2, "By itself it does not hear the teacher; add it to one that does, by Sum.")
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .when(
                            LARGE_VOCABULARY,
                            2,
                            "Labels are numbers, and nothing of the size of the logits is kept beside them.")
                    .measured("ignoreIndices"),
            Proposal.of(
                            LANGUAGE_MODEL,
                            new SoftmaxFocal(),
                            1,
                            "Turns down tokens that are easy to foresee; no likelihood.")
                    .when(MISSING_LABELS, 1, "Padding has no part.", PADDING)
                    .when(NOISY_LABELS, -2, "Wrong tokens are the hard ones, at which it looks.")
                    .not(SOFT_LABELS, NUMBERS)
                    .when(TEACHER, -2, "It does not hear the teacher.")
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("ignoreIndices"),
            Proposal.of(LANGUAGE_MODEL, new SoftCrossEntropy(), 0, "Cross-entropy with a distribution for each token.")
                    .when(SOFT_LABELS, 8, "Made for it.")
                    .when(TEACHER, 4, "It takes the teacher's probabilities (Hinton et al. 2015).")
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .when(LARGE_VOCABULARY, -2, "Its targets are as large as the logits."),
            Proposal.of(
                            LANGUAGE_MODEL,
                            new KullbackLeiblerOnLogits(),
                            -1,
                            "How far a student's distribution is from its teacher's; takes rows of tokens.")
                    .when(TEACHER, 8, "Takes the logits of both (Hinton et al. 2015).")
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(
                            LANGUAGE_MODEL,
                            new KullbackLeibler(),
                            -1,
                            "Divergence of a log-softmax from a distribution for each token.")
                    .when(SOFT_LABELS, 6, "Takes distributions, and is 0 at best.")
                    .when(TEACHER, 3, "Takes the teacher's probabilities.")
                    .when(NO_LOGITS, 3, "It takes log-probabilities.")
                    .when(LARGE_VOCABULARY, -2, "Its targets are as large as the logits."),
            Proposal.of(
                            LANGUAGE_MODEL,
                            new NegativeLogLikelihood(),
                            0,
                            "What CrossEntropy is behind a log-softmax of the network's own.")
                    .when(NO_LOGITS, 8, "It takes log-probabilities.")
                    .not(SOFT_LABELS, NUMBERS)
                    .when(MISSING_LABELS, 0, "Padding has no part.", PADDING)
                    .measured("ignoreIndices"),
            Proposal.of(
                    TRANSCRIPTION,
                    new Ctc(),
                    5,
                    "The likelihood of the labels over all alignments with the frames (Graves et al. 2006)."));

    private SequenceTable() {}
}
