/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.contract.LossRecords;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;

/**
 * A loss and the size of what it is given, in float32.
 *
 * @param title of a row
 * @param loss what is measured
 * @param rows N
 * @param columns C or D, and the length of lists
 */
record Case(String title, Loss loss, int rows, int columns) {

    static final int IGNORED = -100;

    private static final CrossEntropy CE = new CrossEntropy();
    private static final double SMOOTHING = 0.1;
    private static final int PERIOD = 9973;
    private static final int MEDIUM_ROWS = 256;
    private static final int MEDIUM_COLUMNS = 128;
    private static final long FRAMES = 16;

    /** What is compared with peers. */
    static List<Case> listed() {
        return List.of(
                listed("cross-entropy", CE, 2048, 32000),
                listed(
                        "cross-entropy smoothed weighted ignored",
                        weighted(32000).withIgnoreIndices(IGNORED),
                        2048,
                        32000),
                listed("cross-entropy", CE, 128, 1000),
                listed("cross-entropy smoothed weighted", weighted(1000), 128, 1000),
                listed("cross-entropy", CE, 32, 10),
                listed("focal", new SoftmaxFocal(), 32, 10),
                listed("focal", new SoftmaxFocal(), 1024, 1000),
                listed("triplet", new TripletMargin(), 1024, 256),
                listed("squared error", new SquaredError(), 1024, 1024),
                listed("binary cross-entropy", new BinaryCrossEntropy(), 1024, 1000),
                listed("InfoNCE", new InfoNce(), 1024, 256));
    }

    private static Case listed(String name, Loss loss, int rows, int columns) {
        return new Case("%s %dx%d".formatted(name, rows, columns), loss, rows, columns);
    }

    /** Every loss of the library, at a medium size. */
    static List<Case> everyLoss() {
        return LossRecords.all().stream()
                .map(loss -> new Case("every " + loss.name(), loss, MEDIUM_ROWS, MEDIUM_COLUMNS))
                .toList();
    }

    static Case named(String title) {
        return Stream.concat(listed().stream(), everyLoss().stream())
                .filter(c -> c.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case is called '%s'".formatted(title)));
    }

    private static CrossEntropy weighted(int classes) {
        Double[] weights = new Double[classes];
        Arrays.setAll(weights, i -> 0.5 + (double) i / classes);
        return CE.withLabelSmoothing(SMOOTHING).withClassWeights(List.of(weights));
    }

    Case withRows(int n) {
        return new Case(title, loss, n, columns);
    }

    /** With the weights of the first classes. */
    Case withColumns(int n) {
        Loss narrow = loss instanceof CrossEntropy ce && !ce.classWeights().isEmpty()
                ? ce.withClassWeights(ce.classWeights().subList(0, n))
                : loss;
        return new Case(title, narrow, rows, n);
    }

    /** One array for each port, the same in every run. */
    List<Given> given() {
        return loss.signature().ports().equals(CE.signature().ports()) ? labelled() : random();
    }

    /** Scores and labels, without a detour through float64, which for the largest would take longer than the measurement. */
    private List<Given> labelled() {
        LongBuffer labels =
                LongBuffer.wrap(new Random(1).longs(rows, 0, columns).toArray());
        if (loss instanceof CrossEntropy ce && !ce.ignoreIndices().isEmpty()) {
            IntStream.range(0, rows).filter(i -> i % 10 == 9).forEach(i -> labels.put(i, IGNORED));
        }
        return List.of(
                new Given(FloatBuffer.wrap(numbers()), new long[] {rows, columns}, true),
                new Given(labels, new long[] {rows}, false));
    }

    private List<Given> random() {
        List<Port> ports = loss.signature().ports();
        long size = columns;
        boolean anyShape = ports.get(0).dims().equals(List.of("N", "*"));
        List<HostTensor> inputs = ExampleInputs.seeded(1)
                .withRows(rows)
                .withRest(anyShape ? new Long[] {size} : new Long[0])
                .withSizes(Map.of("C", size, "D", size, "L", size / 4, "T", FRAMES))
                .of(loss);
        List<Given> given = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            given.add(Given.of(inputs.get(i), ports.get(i).differentiable()));
        }
        return given;
    }

    /** Normal numbers in an array of the size of the first input: a few thousand of them, again and again. */
    float[] numbers() {
        Random random = new Random(1);
        float[] x = new float[rows * columns];
        for (int i = 0; i < Math.min(PERIOD, x.length); i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = PERIOD; i < x.length; i++) {
            x[i] = x[i - PERIOD];
        }
        return x;
    }
}
