/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Rows that are taken in one step.
 *
 * @param examples at least one
 */
record Minibatch(List<Example> examples) {

    Minibatch {
        examples = List.copyOf(examples);
    }

    /** All examples in an order that depends on the seed and the epoch alone, in batches of which the last may be smaller. */
    static List<Minibatch> epoch(List<Example> examples, int size, long seed, int epoch) {
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(31 * seed + epoch));
        List<Minibatch> batches = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); from += size) {
            batches.add(new Minibatch(shuffled.subList(from, Math.min(from + size, shuffled.size()))));
        }
        return batches;
    }

    int rows() {
        return examples.size();
    }

    int width() {
        return examples.get(0).features().size();
    }

    /** {@code [rows, width]}, row by row: the same float32 numbers for every framework. */
    float[] features() {
        float[] features = new float[rows() * width()];
        int next = 0;
        for (Example example : examples) {
            for (double feature : example.features()) {
                features[next++] = (float) feature;
            }
        }
        return features;
    }

    int label(int row) {
        return examples.get(row).label();
    }
}
