/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Sum;
import org.isoloss.composite.Weighted;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;

/**
 * What a small network learns, and what the loss of its output is, worked out on the host: the network is {@code W2 tanh(W1 x +
 * b1) + b2}, whose columns are the predictions one after the other.
 */
enum Learned {
    CLASSES(Weights.LOSS, 3),
    VALUES(new SquaredError(), 2),
    BOTH(Sum.of(Weights.LOSS, new Weighted(0.5, new SquaredError())), 3, 1),
    TRIPLETS(new TripletMargin().withMargin(5), 2, 2, 2);

    static final int ROWS = 6;
    static final int FEATURES = 3;
    private static final int HIDDEN = 4;
    private static final double H = 1e-5;

    /** An enum's constants come before its other statics. */
    private static final class Weights {
        private static final Loss LOSS = new CrossEntropy()
                .withLabelSmoothing(0.1)
                .withClassWeights(List.of(1.0, 2.0, 0.5))
                .withIgnoreIndices(-1);
    }

    private static final long[] LABELS = {0, 2, 1, -1, 1, 0};

    private final Loss loss;
    private final int[] widths;

    Learned(Loss loss, int... widths) {
        this.loss = loss;
        this.widths = widths;
    }

    Loss loss() {
        return loss;
    }

    private int columns() {
        return IntStream.of(widths).sum();
    }

    SequentialBlock block() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(columns()).build())
                .add(new LambdaBlock(this::predictions));
    }

    private NDList predictions(NDList output) {
        NDList parts = new NDList();
        int from = 0;
        for (int width : widths) {
            NDArray part = output.head().get(":, %d:%d".formatted(from, from + width));
            parts.add(width == 1 ? part.squeeze(1) : part);
            from += width;
        }
        return parts;
    }

    private static double[] x() {
        // eighths, which every type holds
        return new Random(1)
                .ints(ROWS * FEATURES, -8, 9)
                .mapToDouble(i -> i / 8.0)
                .toArray();
    }

    private static double[] y() {
        return new Random(2).ints(ROWS * 2, -16, 17).mapToDouble(i -> i / 8.0).toArray();
    }

    static NDArray features(NDManager manager, DataType type) {
        return manager.create(x(), new Shape(ROWS, FEATURES)).toType(type, false);
    }

    NDList labels(NDManager manager, DataType type) {
        NDArray classes = manager.create(LABELS);
        NDArray values = manager.create(y(), new Shape(ROWS, 2)).toType(type, false);
        NDArray first = values.get(":, 0");
        return switch (this) {
            case CLASSES -> new NDList(classes);
            case VALUES -> new NDList(values);
            case BOTH -> new NDList(classes, first);
            case TRIPLETS ->
                new NDList(manager.zeros(new Shape(ROWS))); // for EasyTrain, which can't do without a label
        };
    }

    private double[] output(double[] p) {
        double[] x = x();
        double[] z = new double[ROWS * columns()];
        int second = HIDDEN * (FEATURES + 1);
        for (int n = 0; n < ROWS; n++) {
            double[] h = new double[HIDDEN];
            for (int i = 0; i < HIDDEN; i++) {
                h[i] = p[HIDDEN * FEATURES + i];
                for (int k = 0; k < FEATURES; k++) {
                    h[i] += p[i * FEATURES + k] * x[n * FEATURES + k];
                }
                h[i] = Math.tanh(h[i]);
            }
            for (int j = 0; j < columns(); j++) {
                double sum = p[second + HIDDEN * columns() + j];
                for (int i = 0; i < HIDDEN; i++) {
                    sum += p[second + j * HIDDEN + i] * h[i];
                }
                z[n * columns() + j] = sum;
            }
        }
        return z;
    }

    /** The loss of the network with these parameters. */
    double value(double[] parameters, Counted counted) {
        double[] z = output(parameters);
        List<HostTensor> predictions = new ArrayList<>();
        int from = 0;
        for (int width : widths) {
            double[] part = new double[ROWS * width];
            for (int n = 0; n < ROWS; n++) {
                System.arraycopy(z, n * columns() + from, part, n * width, width);
            }
            predictions.add(width == 1 ? HostTensor.of(part, ROWS) : HostTensor.of(part, ROWS, width));
            from += width;
        }
        HostTensor classes = HostTensor.indices(LABELS, ROWS);
        double[] y = y();
        HostTensor values = HostTensor.of(y, ROWS, 2);
        HostTensor first = HostTensor.of(
                IntStream.range(0, ROWS).mapToDouble(n -> y[2 * n]).toArray(), ROWS);
        List<HostTensor> inputs =
                switch (this) {
                    case CLASSES -> List.of(predictions.get(0), classes);
                    case VALUES -> List.of(predictions.get(0), values);
                    case BOTH -> List.of(predictions.get(0), classes, predictions.get(1), first);
                    case TRIPLETS -> predictions;
                };
        return new Evaluator<>(new HostOps())
                .value(loss, counted.of(Batch.of(inputs)))
                .toArray()[0];
    }

    /** By central differences. */
    double[] gradient(double[] parameters, Counted counted) {
        double[] p = parameters.clone();
        double[] gradient = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = parameters[i] + H;
            double above = value(p, counted);
            p[i] = parameters[i] - H;
            double below = value(p, counted);
            p[i] = parameters[i];
            gradient[i] = (above - below) / (2 * H);
        }
        return gradient;
    }
}
