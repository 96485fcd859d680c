/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.isoloss.guide.Task.SEGMENTATION;
import static org.isoloss.guide.Trait.EASY_EXAMPLES;
import static org.isoloss.guide.Trait.IMBALANCE;
import static org.isoloss.guide.Trait.MISSING_LABELS;
import static org.isoloss.guide.Trait.NO_LOGITS;
import static org.isoloss.guide.Trait.OVERLAPPING_REGIONS;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.MultiLabelSoftMargin;
import org.isoloss.classification.NegativeLogLikelihood;
import org.isoloss.classification.SigmoidFocal;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.composite.Sum;
import org.isoloss.segmentation.BinaryDice;
import org.isoloss.segmentation.BinaryDiceOnProbabilities;
import org.isoloss.segmentation.Dice;

/** Regions of pictures. */
final class SegmentationTable {

    private static final String ONE_CLASS = "It gives each pixel to one class.";
    private static final String NEEDS_LOGITS = "It needs logits.";
    private static final String UNKNOWN = "Ignored pixels belong to no region.";
    private static final Map<String, Object> IGNORE = Map.of("ignoreIndices", List.of(255));

    /** Each pixel has one class. */
    private static final List<Proposal> APART = List.of(
            Proposal.of(
                            SEGMENTATION,
                            Sum.of(new CrossEntropy(), new Dice()),
                            5,
                            "CrossEntropy and Dice added up, the usual pair: one has a slope everywhere, the other"
                                    + " looks at whole regions (Isensee et al. 2021).")
                    .when(IMBALANCE, 3, "Dice gives a small region as much say as a large one (Milletari et al. 2016).")
                    .when(EASY_EXAMPLES, 1, "Background that is right already moves Dice little.")
                    .when(MISSING_LABELS, 1, UNKNOWN, IGNORE)
                    .not(OVERLAPPING_REGIONS, ONE_CLASS)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("ignoreIndices"),
            Proposal.of(
                            SEGMENTATION,
                            new CrossEntropy(),
                            4,
                            "Each pixel by itself; steady, and its mean is over pixels.")
                    .when(IMBALANCE, 1, "Class weights lift small regions; thin ones grow too thick by them.")
                    .when(MISSING_LABELS, 1, UNKNOWN, IGNORE)
                    .not(OVERLAPPING_REGIONS, ONE_CLASS)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("classWeights", "ignoreIndices"),
            Proposal.of(
                            SEGMENTATION,
                            new Dice(),
                            3,
                            "The overlap itself; noisy for small batches, and its slope dies where a region is wholly"
                                    + " missed.")
                    .when(IMBALANCE, 3, "A small region has as much say as a large one (Milletari et al. 2016).")
                    .when(EASY_EXAMPLES, 1, "Background that is right already moves it little.")
                    .when(MISSING_LABELS, 1, UNKNOWN, IGNORE)
                    .not(OVERLAPPING_REGIONS, ONE_CLASS)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("ignoreIndices"),
            Proposal.of(
                            SEGMENTATION,
                            new SoftmaxFocal(),
                            2,
                            "Looks at the pixels that are still wrong: borders, small things.")
                    .when(IMBALANCE, 2, "Background that is right already is turned down.")
                    .when(EASY_EXAMPLES, 5, "Made for it (Lin et al. 2017).", Map.of("gamma", 2.0))
                    .when(MISSING_LABELS, 1, UNKNOWN, IGNORE)
                    .not(OVERLAPPING_REGIONS, ONE_CLASS)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("classWeights", "ignoreIndices"),
            Proposal.of(
                            SEGMENTATION,
                            new NegativeLogLikelihood(),
                            0,
                            "CrossEntropy behind the network's own log-softmax.")
                    .when(NO_LOGITS, 6, "It takes log-probabilities.")
                    .when(MISSING_LABELS, 0, UNKNOWN, IGNORE)
                    .not(OVERLAPPING_REGIONS, ONE_CLASS)
                    .measured("classWeights", "ignoreIndices"));

    /** Pixels may have several. */
    private static final List<Proposal> OVERLAPPING = List.of(
            Proposal.of(
                            SEGMENTATION,
                            Sum.of(new MultiLabelSoftMargin(), new BinaryDice()),
                            -3,
                            "Binary cross-entropy and Dice added up, for regions that may overlap.")
                    .when(OVERLAPPING_REGIONS, 9, "Takes a truth for each region and pixel.")
                    .when(IMBALANCE, 2, "Dice gives a small region as much say as a large one.")
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(SEGMENTATION, new BinaryDice(), -3, "Overlap of each region by itself.")
                    .when(OVERLAPPING_REGIONS, 7, "Takes a truth for each region and pixel.")
                    .when(IMBALANCE, 2, "A small region has as much say as a large one.")
                    .when(MISSING_LABELS, 1, UNKNOWN, IGNORE)
                    .not(NO_LOGITS, NEEDS_LOGITS)
                    .measured("ignoreIndices"),
            Proposal.of(SEGMENTATION, new BinaryCrossEntropy(), -3, "Each pixel and region by itself.")
                    .when(OVERLAPPING_REGIONS, 7, "Takes a truth for each region and pixel.")
                    .when(
                            MISSING_LABELS,
                            0,
                            "A weight for each element: 0 where it is not known.",
                            Map.of("weighted", true))
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(SEGMENTATION, new SigmoidFocal().withoutAlpha(), -3, "The same, of what is still wrong.")
                    .when(OVERLAPPING_REGIONS, 5, "Takes a truth for each region and pixel.")
                    .when(EASY_EXAMPLES, 4, "Made for it (Lin et al. 2017).", Map.of("gamma", 2.0))
                    .when(IMBALANCE, 2, "Background that is right already is turned down.")
                    .not(NO_LOGITS, NEEDS_LOGITS),
            Proposal.of(SEGMENTATION, new BinaryDiceOnProbabilities(), -9, "Overlap of probabilities.")
                    .when(OVERLAPPING_REGIONS, 7, "Takes a truth for each region and pixel.")
                    .when(NO_LOGITS, 8, "It takes probabilities.")
                    .when(MISSING_LABELS, 0, UNKNOWN, IGNORE)
                    .measured("ignoreIndices"));

    static final List<Proposal> ROWS =
            Stream.of(APART, OVERLAPPING).flatMap(List::stream).toList();

    private SegmentationTable() {}
}
