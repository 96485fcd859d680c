/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;

/**
 * A loss and what it is given, in float32.
 *
 * @param inputs how many arrays of floats, each {@code [rows, columns]}
 * @param labelled whether labels, {@code [rows]}, follow; every tenth is ignored where the loss ignores any
 */
record Case(String name, Loss loss, int inputs, int rows, int columns, boolean labelled) {

    static final int IGNORED = -100;

    private static final CrossEntropy CE = new CrossEntropy();
    private static final double SMOOTHING = 0.1;

    static List<Case> all() {
        return List.of(
                new Case("cross-entropy", CE, 1, 2048, 32000, true),
                new Case("cross-entropy smoothed weighted ignored", full(32000), 1, 2048, 32000, true),
                new Case("cross-entropy", CE, 1, 128, 1000, true),
                new Case("cross-entropy smoothed weighted", weighted(1000), 1, 128, 1000, true),
                new Case("cross-entropy", CE, 1, 32, 10, true),
                new Case("focal", new SoftmaxFocal(), 1, 32, 10, true),
                new Case("focal", new SoftmaxFocal(), 1, 1024, 1000, true),
                new Case("triplet", new TripletMargin(), 3, 1024, 256, false),
                new Case("squared error", new SquaredError(), 2, 1024, 1024, false),
                new Case("InfoNCE", new InfoNce(), 2, 1024, 256, false));
    }

    static Case named(String title) {
        return all().stream()
                .filter(c -> c.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case is called '%s'".formatted(title)));
    }

    private static CrossEntropy weighted(int classes) {
        Double[] weights = new Double[classes];
        Arrays.setAll(weights, i -> 0.5 + (double) i / classes);
        return CE.withLabelSmoothing(SMOOTHING).withClassWeights(List.of(weights));
    }

    private static CrossEntropy full(int classes) {
        return weighted(classes).withIgnoreIndices(IGNORED);
    }

    String title() {
        return "%s %dx%d".formatted(name, rows, columns);
    }

    Case withRows(int n) {
        return new Case(name, loss, inputs, n, columns, labelled);
    }

    boolean ignores() {
        return loss instanceof CrossEntropy ce && !ce.ignoreIndices().isEmpty();
    }

    /** Normal numbers, the same in every run. */
    float[] input(int i) {
        Random random = new Random(i);
        float[] x = new float[rows * columns];
        for (int j = 0; j < x.length; j++) {
            x[j] = (float) random.nextGaussian();
        }
        return x;
    }

    long[] labels() {
        Random random = new Random(99);
        long[] y = new long[rows];
        Arrays.setAll(y, i -> ignores() && i % 10 == 9 ? IGNORED : random.nextInt(columns));
        return y;
    }
}
