/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How good predictions are. */
final class Measures {

    private Measures() {}

    /** The share of samples whose nearest neighbour is of their class; {@code embeddings} row by row. */
    static double recallAt1(float[] embeddings, int[] classes) {
        int width = embeddings.length / classes.length;
        int hits = 0;
        for (int i = 0; i < classes.length; i++) {
            hits += classes[nearest(embeddings, width, i)] == classes[i] ? 1 : 0;
        }
        return (double) hits / classes.length;
    }

    private static int nearest(float[] embeddings, int width, int i) {
        double least = Double.POSITIVE_INFINITY;
        int nearest = i;
        for (int j = 0; j < embeddings.length / width; j++) {
            double distance = 0;
            for (int k = 0; k < width; k++) {
                double d = embeddings[i * width + k] - embeddings[j * width + k];
                distance += d * d;
            }
            if (j != i && distance < least) {
                least = distance;
                nearest = j;
            }
        }
        return nearest;
    }

    /** The share of samples of class {@code c} that are recognised; {@code scores} row by row. */
    static double recall(float[] scores, int[] classes, int c) {
        int width = scores.length / classes.length;
        int[] rows =
                IntStream.range(0, classes.length).filter(i -> classes[i] == c).toArray();
        return IntStream.of(rows).filter(i -> best(scores, width, i) == c).count() / (double) rows.length;
    }

    private static int best(float[] scores, int width, int row) {
        int best = 0;
        for (int c = 1; c < width; c++) {
            best = scores[row * width + c] > scores[row * width + best] ? c : best;
        }
        return best;
    }

    static double meanAbsoluteError(float[] predictions, float[] targets) {
        return IntStream.range(0, targets.length)
                .mapToDouble(i -> Math.abs(predictions[i] - targets[i]))
                .average()
                .orElseThrow();
    }

    /** The share of targets that are not above their prediction. */
    static double covered(float[] predictions, float[] targets) {
        return IntStream.range(0, targets.length)
                        .filter(i -> targets[i] <= predictions[i])
                        .count()
                / (double) targets.length;
    }

    /** Mean NDCG of lists of {@code length} samples, with gains 2^grade - 1. */
    static double ndcg(float[] scores, float[] grades, int length) {
        return IntStream.range(0, grades.length / length)
                .mapToDouble(list -> {
                    int from = list * length;
                    return gain(scores, grades, from, length) / gain(grades, grades, from, length);
                })
                .average()
                .orElseThrow();
    }

    private static double gain(float[] scores, float[] grades, int from, int length) {
        Integer[] order = IntStream.range(from, from + length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Float.compare(scores[b], scores[a]));
        double gain = 0;
        for (int rank = 0; rank < length; rank++) {
            gain += (Math.pow(2, grades[order[rank]]) - 1) / Math.log(rank + 2.0);
        }
        return gain;
    }
}
