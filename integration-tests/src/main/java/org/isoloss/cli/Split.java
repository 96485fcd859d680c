/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.isoloss.guide.ClassStatistics;

/**
 * A data set in two parts, the same for every framework and every run with the same seed.
 *
 * @param training what the networks learn from
 * @param heldOut what they never see
 */
record Split(List<Example> training, List<Example> heldOut) {

    private static final double HELD_OUT = 0.2;

    Split {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
    }

    /** Shuffles, holds out a fifth, and scales both parts by what is known of the training part alone. */
    static Split of(DataSet data, long seed) {
        List<Example> shuffled = new ArrayList<>(data.examples());
        Collections.shuffle(shuffled, new Random(seed));
        int held = (int) Math.round(HELD_OUT * shuffled.size());
        List<Example> training = shuffled.subList(held, shuffled.size());
        Scaling scaling = Scaling.of(training);
        return new Split(
                training.stream().map(scaling::apply).toList(),
                shuffled.subList(0, held).stream().map(scaling::apply).toList());
    }

    /** With a share of the training labels replaced by {@code unknown}: what a person has not looked at yet. */
    Split hiding(double share, int unknown, long seed) {
        Random random = new Random(seed);
        List<Example> partly = training.stream()
                .map(e -> random.nextDouble() < share ? e.withLabel(unknown) : e)
                .toList();
        return new Split(partly, heldOut);
    }

    /** How many training labels do not name a class. */
    long unknown(int classes) {
        return training.stream()
                .filter(e -> e.label() < 0 || e.label() >= classes)
                .count();
    }

    /** Weights that make every class count the same in the training part, 1 on average over its rows. */
    List<Double> balancingWeights(int classes) {
        double[] known = training.stream()
                .mapToDouble(Example::label)
                .filter(y -> y >= 0 && y < classes)
                .toArray();
        List<Double> weights = ClassStatistics.of(known).balancedWeights();
        return IntStream.range(0, classes)
                .mapToObj(c -> c < weights.size() ? Math.rint(1000 * weights.get(c)) / 1000 : 1)
                .toList();
    }

    /** A label value that the loss ignores and no class has, if there is one. */
    static OptionalInt unusedLabel(List<?> ignored, int classes) {
        return ignored.stream()
                .mapToInt(v -> ((Number) v).intValue())
                .filter(v -> v < 0 || v >= classes)
                .findFirst();
    }
}
