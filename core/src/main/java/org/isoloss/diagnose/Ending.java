/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

/**
 * How the training on a single batch ended.
 *
 * @since 0.1
 */
public enum Ending {
    /** The network can fit the batch. */
    REACHED(
            "It fits: network, loss and optimiser work together; look for the fault in the data, or in the learning rate"),
    /** NaN or infinity. */
    NOT_FINITE(
            "Look for NaN in the inputs, logarithms of 0 and labels outside the classes; then lower the learning rate"),
    /** More than at the start. */
    GREW("The learning rate is too high for it, or the gradient of the loss has the wrong sign"),
    /** Outputs stay where they are of no use. */
    NO_SIGNAL(
            "That is the loss of outputs of 0: no gradient reaches the parameters; look for dead units, weights that start at 0,"
                    + " frozen parameters and a loss that is cut off from the network"),
    /** The best that can be done without looking at the input. */
    IGNORES_INPUT(
            "That is the least loss of outputs that are the same for all rows: the network ignores its input; look for dead or"
                    + " saturated units, inputs that are not scaled, and labels that are shuffled apart from them"),
    /** The least that a softmax of a softmax can reach. */
    SOFTMAX_TWICE("That is the least that a softmax of a softmax reaches: take the softmax off the network"),
    /** Somewhere else. */
    STUCK(
            "It learns, but not all: the network is too small, its last activation can't reach the targets, dropout or a penalty"
                    + " holds it back, equal rows have different targets, or it needs more steps");

    private final String meaning;

    Ending(String meaning) {
        this.meaning = meaning;
    }

    /** What it usually means, and what to look at. */
    public String meaning() {
        return meaning;
    }
}
