/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.isoloss.dl4j.Place.COLUMNS;
import static org.isoloss.dl4j.Place.EXAMPLES;
import static org.isoloss.dl4j.Place.FEATURES;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** In every place, under every mask and in every type, one step of training is one step down the loss as specified. */
class EveryPlaceTest {

    private static final double RATE = 0.5;

    /** What is learned, and what a mask may drop of it. */
    enum Wanted {
        CLASSES(
                new CrossEntropy()
                        .withLabelSmoothing(0.1)
                        .withClassWeights(List.of(1.0, 2.0, 0.5))
                        .withIgnoreIndices(-1),
                Activation.SOFTMAX),
        VALUES(new SquaredError(), Activation.TANH);

        private final Loss loss;
        private final Activation activation;

        Wanted(Loss loss, Activation activation) {
            this.loss = loss;
            this.activation = activation;
        }
    }

    enum Mask {
        NONE,
        EXAMPLE,
        STEP,
        ELEMENT;

        boolean keeps(int example, int column, int step) {
            return switch (this) {
                case NONE -> true;
                case EXAMPLE -> example != 1;
                case STEP -> (example + step) % 3 != 1;
                case ELEMENT -> (example + 2 * column + step) % 4 != 1;
            };
        }

        boolean fits(Place place, Wanted wanted) {
            return (this != STEP || place.hasSteps()) && (this != ELEMENT || wanted == Wanted.VALUES);
        }
    }

    record Cell(Place place, boolean graph, Wanted wanted, Mask mask, DataType type, Execution execution) {}

    static Stream<Cell> cells() {
        return Arrays.stream(Place.values()).flatMap(place -> Stream.of(false, true)
                .flatMap(graph -> Arrays.stream(Wanted.values()).flatMap(wanted -> Arrays.stream(Mask.values())
                        .filter(mask -> mask.fits(place, wanted))
                        .flatMap(mask -> Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16)
                                .flatMap(type -> Stream.of(Execution.AUTO, Execution.NATIVE)
                                        .map(by -> new Cell(place, graph, wanted, mask, type, by)))))));
    }

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @Test
    void noCellIsLeftOut() {
        // two kinds of network, three types, two ways; classes under 2 masks without steps and 3 with, values under 3
        // and 4
        assertThat(cells()).hasSize(2 * 3 * 2 * (2 * (2 + 3) + 4 * (3 + 4)));
    }

    private static Model network(Cell cell, DataType type) {
        NeuralNetConfiguration.Builder builder =
                new NeuralNetConfiguration.Builder().seed(7).dataType(type).updater(new Sgd(RATE));
        Dl4jLoss loss = new Dl4jLoss(cell.wanted().loss).withExecution(cell.execution());
        return cell.place().network(builder, cell.graph(), loss, cell.wanted().activation);
    }

    private static double tolerance(DataType type) {
        return type == DataType.DOUBLE ? 1e-8 : type == DataType.FLOAT ? 1e-5 : 5e-3;
    }

    private static int label(int example, int step) {
        return (example + 2 * step) % (COLUMNS + 1) - 1;
    }

    private static double value(Cell cell, INDArray output, INDArray targets) {
        if (cell.wanted() == Wanted.VALUES) {
            return ByHand.value(Wanted.VALUES.loss, output, ByHand.host(targets), Optional.of(elements(cell)));
        }
        int steps = cell.place().stepCount();
        long[] labels = new long[EXAMPLES * steps];
        double[] kept = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i / steps, i % steps);
            kept[i] = cell.mask().keeps(i / steps, 0, i % steps) ? 1 : 0;
        }
        long[] rows = cell.place().shape(EXAMPLES);
        // logits are read where probabilities come out: a distribution's logarithms are logits of it
        return ByHand.value(
                Wanted.CLASSES.loss,
                new Nd4jOps().log(output),
                HostTensor.indices(labels, rows),
                Optional.of(HostTensor.of(kept, rows)));
    }

    private static HostTensor elements(Cell cell) {
        int steps = cell.place().stepCount();
        double[] kept = IntStream.range(0, EXAMPLES * COLUMNS * steps)
                .mapToDouble(i -> cell.mask().keeps(i / steps / COLUMNS, i / steps % COLUMNS, i % steps) ? 1 : 0)
                .toArray();
        return HostTensor.of(kept, cell.place().shape(EXAMPLES, COLUMNS));
    }

    /** Classes are one-hot, and rows of zeros where there is none. */
    private static INDArray targets(Cell cell) {
        INDArray targets = random(2, cell.place().shape(EXAMPLES, COLUMNS)).castTo(cell.type());
        if (cell.wanted() == Wanted.VALUES) {
            return targets;
        }
        int steps = cell.place().stepCount();
        double[] oneHot = IntStream.range(0, EXAMPLES * COLUMNS * steps)
                .mapToDouble(i -> label(i / steps / COLUMNS, i % steps) == i / steps % COLUMNS ? 1 : 0)
                .toArray();
        return Nd4j.createFromArray(oneHot).reshape('c', targets.shape()).castTo(cell.type());
    }

    /** As DL4J wants it: a column, a row of steps for each example, or one channel. */
    private static Optional<INDArray> mask(Cell cell) {
        if (cell.mask() == Mask.NONE) {
            return Optional.empty();
        }
        INDArray all = Nd4j.createFromArray(elements(cell).toArray())
                .reshape('c', cell.place().shape(EXAMPLES, COLUMNS))
                .castTo(cell.type());
        if (cell.mask() == Mask.ELEMENT) {
            return Optional.of(all);
        }
        INDArray first = all.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1));
        boolean sequence = cell.place() == Place.RNN_OUTPUT || cell.place() == Place.RNN_LOSS;
        long[] shape = sequence ? cell.place().shape(EXAMPLES) : cell.place().shape(EXAMPLES, 1);
        return Optional.of(first.dup('c').reshape('c', shape));
    }

    private static INDArray random(int seed, long... shape) {
        int n = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Nd4j.createFromArray(new Random(seed).doubles(n, -1, 1).toArray())
                .reshape('c', shape);
    }

    private static INDArray output(Model network, INDArray x) {
        return network instanceof MultiLayerNetwork layered
                ? layered.output(x)
                : ((ComputationGraph) network).outputSingle(x);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void oneStepFollowsTheLoss(Cell cell) {
        Model network = network(cell, cell.type());
        network.setListeners(new MinibatchSize());
        INDArray x = random(1, cell.place().shape(EXAMPLES, FEATURES)).castTo(cell.type());
        INDArray targets = targets(cell);
        Model exact = network(cell, DataType.DOUBLE);
        exact.setParams(network.params().castTo(DataType.DOUBLE));
        INDArray wide = x.castTo(DataType.DOUBLE);
        double[] before = new Nd4jOps().toHost(network.params());
        double score = value(cell, output(exact, wide), targets);
        double[] gradient = ByHand.gradient(exact, () -> value(cell, output(exact, wide), targets));
        ((NeuralNetwork) network).fit(new DataSet(x, targets, null, mask(cell).orElse(null)));
        double[] after = new Nd4jOps().toHost(network.params());
        ByHand.assertStep(before, gradient, RATE, after, tolerance(cell.type()));
        assertThat(network.score()).isCloseTo(score, within(tolerance(cell.type())));
        assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
    }
}
