/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.List;

/** What a network is to learn. Each knows, in a sentence, what it is, and how its labels are read. */
public enum Task {
    /** Something holds or not. */
    BINARY("Something holds or not.", LabelForm.TRUTH),
    /** One of several classes is right. */
    MULTI_CLASS("One of several classes is right.", LabelForm.CLASSES),
    /** Several labels may hold at once. */
    MULTI_LABEL("Several labels may hold at once, or none.", LabelForm.TRUTHS),
    /** A number is to be predicted. */
    REGRESSION("A number is to be predicted.", LabelForm.NUMBERS),
    /** Things become vectors that are near when the things belong together. */
    EMBEDDING("Things become vectors, which are near each other when the things belong together.", LabelForm.GROUPS),
    /** The documents of a list are to be put in order. */
    RANKING("The documents of a list are to be put in order.", LabelForm.LISTS),
    /** The next token of a text is to be predicted. */
    LANGUAGE_MODEL("The next token of a text is to be predicted.", LabelForm.TOKENS),
    /** Frames become a shorter sequence of labels. */
    TRANSCRIPTION(
            "Frames of sound or ink become a shorter sequence of labels, and nobody knows which frame gave which label.",
            LabelForm.NONE),
    /** Each pixel belongs to a region. */
    SEGMENTATION("Each pixel belongs to a region.", LabelForm.CLASSES),
    /** The corners of boxes are to be predicted. */
    BOXES(
            "Boxes are to be put around things. There is no loss of overlap such as IoU here yet; what comes nearest"
                    + " is a regression on the coordinates.",
            LabelForm.NUMBERS);

    private final String sentence;
    private final LabelForm labels;

    Task(String sentence, LabelForm labels) {
        this.sentence = sentence;
        this.labels = labels;
    }

    /** What it is. */
    public String sentence() {
        return sentence;
    }

    /** Which columns of numbers {@link #evidence} reads, in words. */
    public String labels() {
        return labels.sentence();
    }

    /**
     * What labels show of traits and parameters. Nothing is kept of them.
     *
     * @param columns as {@link #labels()} says, all of one length, at least 1
     */
    public List<Evidence> evidence(List<double[]> columns) {
        return labels.read(this, columns);
    }
}
