/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import org.isoloss.Check;

/**
 * How to train.
 *
 * @param epochs how often each training row is seen, at least 1
 * @param batchSize rows in a step, at least 1
 * @param learningRate what a gradient is multiplied by, greater than 0
 * @param hidden units of the layer between, at least 1
 * @param unknown share of the training labels that are hidden from a loss that can ignore them, in [0, 1)
 * @param seed of the split, the hidden labels, the initial weights and the order of the batches
 */
record Settings(int epochs, int batchSize, double learningRate, int hidden, double unknown, long seed) {

    Settings {
        Check.atLeast("epochs", epochs, 1);
        Check.atLeast("batchSize", batchSize, 1);
        Check.above("learningRate", learningRate, 0);
        Check.atLeast("hidden", hidden, 1);
        Check.fraction("unknown", unknown);
    }
}
