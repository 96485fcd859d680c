/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.MULTI_CLASS;
import static org.isoloss.guide.Trait.EASY_EXAMPLES;
import static org.isoloss.guide.Trait.IMBALANCE;
import static org.isoloss.guide.Trait.LARGE_VOCABULARY;
import static org.isoloss.guide.Trait.MISSING_LABELS;
import static org.isoloss.guide.Trait.NOISY_LABELS;
import static org.isoloss.guide.Trait.NO_LOGITS;
import static org.isoloss.guide.Trait.SOFT_LABELS;
import static org.isoloss.guide.Trait.TEACHER;

import java.util.List;
import java.util.Map;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.MultiClassHinge;
import org.isoloss.classification.NegativeLogLikelihood;
import org.isoloss.classification.SoftCrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.divergence.KullbackLeibler;
import org.isoloss.divergence.KullbackLeiblerOnLogarithms;
import org.isoloss.divergence.KullbackLeiblerOnLogits;
import org.isoloss.divergence.KullbackLeiblerOnProbabilities;
import org.isoloss.regression.AbsoluteError;

/** One of several classes. */
final class MultiClassTable {

    private static final String NUMBERS = "It takes the number of a class.";
    private static final String NEEDS_LOGITS = "It needs logits.";
    private static final String WEIGHTS =
            "Class weights n / (C n[c]) make every class count the same; probabilities are then those of a balanced"
                    + " world.";
    private static final String IGNORED = "Ignored labels have no part, whatever is in their rows.";
    private static final String WIDE = "Its targets are as large as the logits.";
    private static final Map<String, Object> IGNORE = Map.of("ignoreIndices", List.of(-100));
    private static final Map<String, Object> SMOOTH = Map.of("labelSmoothing", 0.1);

    static final List<Proposal> ROWS = List.of(
            Proposal.of(
                            MULTI_CLASS,
                            new CrossEntropy(),
                            5,
                            "The likelihood: least for true probabilities, convex in the logits, and its slope never"
                                    + " dies.")
                    .when(IMBALANCE, 3, WEIGHTS)
                    .when(EASY_EXAMPLES, 0, "Easy examples keep a share of the gradient, however many they are.")
                    .when(
                            NOISY_LABELS,
                            2,
                            "Smoothing by 0.1 helps where labels are wrong (Lukasik et al. 2020) and where they are"
                                    + " not (Szegedy et al. 2016).",
                            SMOOTH)
                    .not(SOFT_LABELS, NUMBERS)
                    .when(TEACHER, -2, "By itself it does not hear the teacher; add it to one that does, by Sum.")
                    .when(MISSING_LABELS, 1, IGNORED, IGNORE)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .when(
                            LARGE_VOCABULARY,
                            2,
                            "Labels are numbers, and nothing of the size of the logits is kept beside them.")
                    .measured("classWeights", "ignoreIndices"),
            Proposal.of(
                            MULTI_CLASS,
                            new SoftmaxFocal(),
                            2,
                            "Looks at what is still wrong, and gives less overconfident probabilities (Mukhoti et al."
                                    + " 2020).")
                    .when(IMBALANCE, 3, WEIGHTS)
                    .when(EASY_EXAMPLES, 4, "Turns down what is right already (Lin et al. 2017).", Map.of("gamma", 2.0))
                    .when(NOISY_LABELS, -3, "Wrong labels are the hard ones, at which it looks.")
                    .not(SOFT_LABELS, NUMBERS)
                    .when(TEACHER, -2, "It does not hear the teacher.")
                    .when(MISSING_LABELS, 1, IGNORED, IGNORE)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("classWeights", "ignoreIndices"),
            Proposal.of(
                            MULTI_CLASS,
                            new MultiClassHinge(),
                            1,
                            "Only the order of the scores counts (Weston and Watkins 1999); gives no probabilities.")
                    .when(IMBALANCE, 1, "Class weights as elsewhere; its mean divides by rows.")
                    .when(EASY_EXAMPLES, 1, "Easy examples cost nothing at all.")
                    .not(SOFT_LABELS, NUMBERS)
                    .when(TEACHER, -1, "It does not hear the teacher.")
                    .not(NO_LOGITS, "It needs scores without bounds.")
                    .when(
                            LARGE_VOCABULARY,
                            -1,
                            "The sum over classes is divided by their number, so little is left of it.")
                    .measured("classWeights"),
            Proposal.of(
                            MULTI_CLASS,
                            new SoftCrossEntropy(),
                            0,
                            "Cross-entropy with a distribution for a label; of one-hot ones it is CrossEntropy.")
                    .when(SOFT_LABELS, 8, "Made for it: least where the prediction is the distribution.")
                    .when(TEACHER, 5, "It takes the teacher's probabilities (Hinton et al. 2015).")
                    .when(NOISY_LABELS, 0, "Votes of several people say more than smoothing does.", SMOOTH)
                    .when(IMBALANCE, 0, WEIGHTS)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .when(LARGE_VOCABULARY, -1, WIDE)
                    .measured("classWeights"),
            Proposal.of(
                            MULTI_CLASS,
                            new NegativeLogLikelihood(),
                            0,
                            "What CrossEntropy is behind a log-softmax of the network's own.")
                    .when(NO_LOGITS, 8, "It takes log-probabilities.")
                    .not(SOFT_LABELS, NUMBERS)
                    .when(IMBALANCE, 0, WEIGHTS)
                    .when(MISSING_LABELS, 0, IGNORED, IGNORE)
                    .measured("classWeights", "ignoreIndices"),
            Proposal.of(
                            MULTI_CLASS,
                            new KullbackLeibler(),
                            0,
                            "Cross-entropy less the entropy of the label: 0 at best, with the same gradient.")
                    .when(SOFT_LABELS, 5, "Behind a log-softmax it takes distributions.")
                    .when(NO_LOGITS, 4, "It takes log-probabilities, and distributions for labels.")
                    .when(LARGE_VOCABULARY, -1, WIDE),
            Proposal.of(
                            MULTI_CLASS,
                            new KullbackLeiblerOnLogits(),
                            -1,
                            "How far a student's distribution is from its teacher's.")
                    .when(
                            TEACHER,
                            9,
                            "Takes the logits of both (Hinton et al. 2015); divide both by a temperature of 2 to 5,"
                                    + " and multiply the loss by its square.")
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(MULTI_CLASS, new KullbackLeiblerOnLogarithms(), -1, "Divergence of two log-softmaxes.")
                    .when(TEACHER, 7, "Takes the log-probabilities of both.")
                    .when(SOFT_LABELS, 4, "Takes labels that are logarithms.")
                    .when(NO_LOGITS, 3, "It takes log-probabilities."),
            Proposal.of(MULTI_CLASS, new KullbackLeiblerOnProbabilities(), -9, "Divergence of two softmaxes.")
                    .when(SOFT_LABELS, 8, "It takes distributions.")
                    .when(NO_LOGITS, 8, "It takes probabilities."),
            Proposal.of(
                            MULTI_CLASS,
                            new AbsoluteError(),
                            -1,
                            "Behind a softmax and with one-hot labels a symmetric loss, which is slow: its slope dies"
                                    + " where it is confidently wrong.")
                    .when(
                            NOISY_LABELS,
                            4,
                            "The best classifier stays the best when labels are changed evenly (Ghosh et al. 2017).")
                    .when(NO_LOGITS, 2, "It takes probabilities.")
                    .when(LARGE_VOCABULARY, -3, "It scarcely trains with a hundred classes (Zhang and Sabuncu 2018)."));

    private MultiClassTable() {}
}
