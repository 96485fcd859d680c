/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.Random;
import java.util.function.IntPredicate;

/**
 * Samples with another of the same class, and one of a different class.
 *
 * @param anchors samples
 * @param positives for each anchor one of its class
 * @param negatives for each anchor one of another class
 */
record Triplets(Samples anchors, Samples positives, Samples negatives) {

    static Triplets of(Samples samples, int count) {
        Random random = new Random(2);
        int[] classes = samples.classes();
        int[] anchor = random.ints(count, 0, samples.size()).toArray();
        int[] positive = new int[count];
        int[] negative = new int[count];
        for (int i = 0; i < count; i++) {
            int a = anchor[i];
            positive[i] = draw(random, samples.size(), j -> j != a && classes[j] == classes[a]);
            negative[i] = draw(random, samples.size(), j -> classes[j] != classes[a]);
        }
        return new Triplets(samples.at(anchor), samples.at(positive), samples.at(negative));
    }

    private static int draw(Random random, int size, IntPredicate fits) {
        return random.ints(0, size).filter(fits).findFirst().orElseThrow();
    }
}
