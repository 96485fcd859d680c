/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Weighted;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes are all different, so that a transposed weight shows. */
class NetworkTest {

    private static final int WIDTH = 4;
    private static final int HIDDEN = 5;
    private static final int CLASSES = 3;
    private static final int UNKNOWN = -100;
    private static final double RATE = 0.5;
    private static final Loss SMOOTHED = new CrossEntropy()
            .withLabelSmoothing(0.1)
            .withClassWeights(List.of(0.5, 2.0, 1.0))
            .withIgnoreIndices(UNKNOWN);

    /** The networks under test. */
    enum Framework {
        DJL((task, start) -> new DjlNetwork(task, start, RATE, Execution.AUTO)),
        DL4J((task, start) -> new Dl4jNetwork(task, start, RATE, Execution.AUTO)),
        DJL_NATIVE((task, start) -> new DjlNetwork(task, start, RATE, Execution.NATIVE)),
        DL4J_NATIVE((task, start) -> new Dl4jNetwork(task, start, RATE, Execution.NATIVE));

        private final BiFunction<Task, List<Dense>, Network> maker;

        Framework(BiFunction<Task, List<Dense>, Network> maker) {
            this.maker = maker;
        }

        Network with(Loss loss, List<Dense> start) {
            return maker.apply(new Task(loss, CLASSES), start);
        }
    }

    @ParameterizedTest
    @EnumSource
    void startsFromTheGivenNumbers(Framework framework) {
        List<Dense> start = start();
        try (Network network = framework.with(SMOOTHED, start)) {
            for (int i = 0; i < start.size(); i++) {
                assertThat(network.layers().get(i).distance(start.get(i))).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheScoresThatTheNumbersSay(Framework framework) {
        List<Dense> start = start();
        Minibatch batch = batch();
        double[] expected = batch.examples().stream()
                .flatMapToDouble(e -> forward(e, start).stream().mapToDouble(x -> x))
                .toArray();
        try (Network network = framework.with(new SquaredError(), start)) { // whose layer has no activation of its own
            float[] scores = network.scores(batch);
            assertThat(scores).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) scores[i]).isCloseTo(expected[i], within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void allTakeTheSameSteps(Framework framework) {
        for (Loss loss : List.of(SMOOTHED, new SquaredError(), new Weighted(2, SMOOTHED))) {
            try (Network djl = Framework.DJL.with(loss, start());
                    Network other = framework.with(loss, start())) {
                for (int step = 0; step < 5; step++) {
                    assertThat(djl.step(batch())).isCloseTo(other.step(batch()), within(1e-6));
                }
                assertThat(djl.layers().get(0).distance(start().get(0))).isGreaterThan(0.01);
                assertThat(djl.distance(other)).isLessThan(1e-6);
                assertThat(djl.accuracy(batch())).isEqualTo(other.accuracy(batch()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfUnknownLabelTeachNothing(Framework framework) {
        List<Example> known = batch().examples();
        List<Example> more = new ArrayList<>(known);
        more.add(new Example(List.of(9.0, -9.0, 9.0, 9.0), UNKNOWN));
        try (Network without = framework.with(SMOOTHED, start());
                Network with = framework.with(SMOOTHED, start())) {
            assertThat(with.step(new Minibatch(more))).isCloseTo(without.step(new Minibatch(known)), within(1e-6));
            assertThat(with.distance(without)).isLessThan(1e-6);
        }
    }

    private static List<Dense> start() {
        Random random = new Random(5);
        return List.of(Dense.random(WIDTH, HIDDEN, random), Dense.random(HIDDEN, CLASSES, random));
    }

    private static Minibatch batch() {
        Random random = new Random(6);
        return new Minibatch(IntStream.range(0, 7)
                .mapToObj(i -> new Example(random.doubles(WIDTH, -1, 1).boxed().toList(), i % CLASSES))
                .toList());
    }

    private static List<Double> forward(Example example, List<Dense> layers) {
        List<Double> hidden = apply(layers.get(0), example.features()).stream()
                .map(Math::tanh)
                .toList();
        return apply(layers.get(1), hidden);
    }

    private static List<Double> apply(Dense layer, List<Double> x) {
        return IntStream.range(0, layer.out())
                .mapToObj(o -> layer.bias()[o]
                        + IntStream.range(0, layer.in())
                                .mapToDouble(i -> x.get(i) * layer.weight()[i * layer.out() + o])
                                .sum())
                .toList();
    }
}
