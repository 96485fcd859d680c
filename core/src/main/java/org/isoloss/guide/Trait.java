/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

/** What is special about data or network, as far as it changes the choice of a loss. */
public enum Trait {
    /** Some classes are much rarer than others. */
    IMBALANCE("Some classes, labels or positives are much rarer than the rest."),
    /** Most examples are easy. */
    EASY_EXAMPLES("Most examples are easy and outnumber the hard ones by far, as background does in detection."),
    /** Some labels are wrong. */
    NOISY_LABELS("Some labels are wrong."),
    /** Labels are probabilities. */
    SOFT_LABELS("Labels are probabilities: shares of votes, mixtures."),
    /** There is a network to learn from. */
    TEACHER("There is another network whose outputs are to be imitated."),
    /** Some labels are unknown. */
    MISSING_LABELS("Some labels are not known, and a number stands in their place."),
    /** The network gives probabilities. */
    NO_LOGITS("The network gives probabilities, their logarithms or rates, and can't be made to give logits or"
            + " log-rates."),
    /** There are very many classes. */
    LARGE_VOCABULARY("There are ten thousand classes or more."),
    /** Some targets are far off. */
    OUTLIERS("Some targets are far off, by mistake or by a heavy tail."),
    /** Targets are positive and spread over orders of magnitude. */
    WIDE_RANGE("Targets are above 0 and spread over orders of magnitude, as prices and durations: errors count"
            + " relatively."),
    /** Targets are counts. */
    COUNTS("Targets are counts: whole numbers from 0 on."),
    /** Many targets are 0. */
    MANY_ZEROS("Many targets are exactly 0 and the others above it, as claims and rainfall."),
    /** The scatter of targets depends on the input. */
    VARYING_NOISE("How far targets scatter depends on the input, or an error bar is asked for."),
    /** Errors cost by their sign. */
    UNEQUAL_COSTS("Too low costs more than too high, or less; or a quantile is asked for."),
    /** Rows belong to groups. */
    GROUPS("Each row has a number of the group to which it belongs, such as a person."),
    /** Two views of each row are made. */
    VIEWS("There are two views of each row, as by augmentation, and perhaps no labels."),
    /** Pairs are told together or apart. */
    LABELLED_PAIRS("Each row is a pair, and a label says whether it belongs together."),
    /** Pairs have grades. */
    GRADED_PAIRS("Each row is a pair, and a grade says how similar the two are."),
    /** Rows are triplets. */
    TRIPLETS("Each row is an anchor, a positive and a negative."),
    /** Hard negatives matter. */
    HARD_NEGATIVES("Random negatives are told apart soon, and hard ones are given or must be found in the batch."),
    /** Batches are small. */
    SMALL_BATCHES("A batch holds few rows, and so few negatives."),
    /** The top of the list matters. */
    TOP_OF_LIST("Only the first few places of a list matter."),
    /** Grades are 0 or 1. */
    BINARY_GRADES("A document is relevant or not, so most of a list ties."),
    /** Lists are orders. */
    FULL_ORDER("Grades are places in an order: no two documents of a list have the same."),
    /** Lists are long. */
    LONG_LISTS("Lists have a thousand documents or more."),
    /** Two documents are compared at a time. */
    PREFERENCES("Two documents are compared at a time, as when people say which answer they prefer."),
    /** Regions overlap. */
    OVERLAPPING_REGIONS("Regions may overlap, or there is one against the background.");

    private final String sentence;

    Trait(String sentence) {
        this.sentence = sentence;
    }

    /** What it is. */
    public String sentence() {
        return sentence;
    }
}
