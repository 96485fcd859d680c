/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.List;

/**
 * One row of a data set.
 *
 * @param features what a network is given
 * @param label the number of its class, or a value that the loss ignores
 */
record Example(List<Double> features, int label) {

    Example {
        features = List.copyOf(features);
    }

    Example withLabel(int label) {
        return new Example(features, label);
    }
}
