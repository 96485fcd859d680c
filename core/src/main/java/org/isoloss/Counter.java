/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

/** What a checked evaluation counts, each among all to which it could happen. */
public enum Counter {
    /** Terms whose weight is 0: masked, ignored, padded, or without a partner in the batch. */
    UNCOUNTED("terms count for nothing"),
    /** Predicted probabilities, or rows of them, within 1e-6 of certainty, after a softmax or sigmoid where the loss applies one. */
    SATURATED("probabilities are saturated"),
    /** Numbers that a bound of the loss has replaced, whose gradient is 0. */
    CLAMPED("numbers were clamped"),
    /** Margins that are not kept yet, and learn. */
    ACTIVE("margins are active"),
    /** Rows whose group has no other row in the batch, which can have no positive. */
    ALONE("rows have no positive");

    private final String happened;

    Counter(String happened) {
        this.happened = happened;
    }

    /** What it counts, in words. */
    public String happened() {
        return happened;
    }
}
