/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.List;

/**
 * Rows of numbers, each with a class.
 *
 * @param name where they come from, for messages
 * @param examples of equal width
 * @param classes how many there are; labels run from 0 to {@code classes - 1}
 */
record DataSet(String name, List<Example> examples, int classes) {

    DataSet {
        examples = List.copyOf(examples);
    }

    int width() {
        return examples.get(0).features().size();
    }
}
