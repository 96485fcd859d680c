/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.embedding.BatchHardTriplet;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.Similarity;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.isoloss.tensor.Share;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A number that is not finite is laid to the operation, the line, the row and the column that made it, in both frameworks. */
class NonFiniteTest {

    private static final int ROWS = 24;
    private static final int COLUMNS = 5;
    private static final int ROW = 17;
    private static final int COLUMN = 3;

    /** @param says what the sentence must contain, beside the place */
    private record Case(Loss loss, double bad, boolean inTarget, List<String> says) {}

    private static List<Case> cases() {
        return List.of(
                new Case(
                        new NaiveLosses.NaiveCrossEntropy(),
                        0,
                        false,
                        List.of(
                                "NaiveCrossEntropy: log of 0.0 gave -Infinity at [17] (NaiveLosses.java:",
                                "'probabilities' is 0 at row 17, column 3, where 'labels' is 3",
                                "Pass logits instead of probabilities")),
                new Case(
                        new NaiveLosses.NaiveSoftmax(),
                        1000,
                        false,
                        List.of(
                                "NaiveSoftmax: exp of 1000.0 gave Infinity at [17, 3] (NaiveLosses.java:",
                                "'values' is 1000 at row 17, column 3, where 'labels' is 3",
                                "It is too large for exp")),
                new Case(
                        new NaiveLosses.NaiveRelative(),
                        0,
                        true,
                        List.of(
                                "NaiveRelative: div of ",
                                "and 0.0 gave ",
                                "at [17, 3] (NaiveLosses.java:",
                                "'targets' is 0 at row 17, column 3",
                                "Add a floor to the denominator")),
                new Case(
                        new NaiveLosses.NaiveRoot(),
                        -4,
                        false,
                        List.of(
                                "NaiveRoot: sqrt of -4.0 gave NaN at [17, 3] (NaiveLosses.java:",
                                "'values' is -4 at row 17, column 3, where 'targets' is ",
                                "Keep it above 0")),
                new Case(
                        new NaiveLosses.NaiveSteep(),
                        1e-30,
                        false,
                        List.of(
                                "NaiveSteep: in the derivative of log, div of ",
                                "gave Infinity at [17, 3] (NaiveLosses.java:",
                                "'values' is 1.0",
                                "E-30 at row 17, column 3")),
                new Case(
                        new SquaredError(),
                        1e30,
                        false,
                        List.of(
                                "SquaredError: square of 1.0",
                                "gave Infinity at [88] (SquaredError.java:",
                                "at row 17, column 3, where 'targets' is ",
                                "It is too large for its type")),
                new Case(
                        new SquaredError(),
                        Double.POSITIVE_INFINITY,
                        false,
                        List.of(
                                "SquaredError: the loss or a gradient is not finite",
                                "'values' is Infinity at row 17, column 3",
                                "Infinite numbers came in")),
                new Case(
                        new SquaredError(),
                        Double.NaN,
                        false,
                        List.of(
                                "SquaredError: 'values' must be a number, got NaN at [17, 3]",
                                "lower the learning rate")),
                new Case(
                        new SquaredError(),
                        Double.NaN,
                        true,
                        List.of("SquaredError: 'targets' must be a number, got NaN at [17, 3]", "missing values")));
    }

    /** Harmless to each of the losses but for one number; the label of that row is the column. */
    private static final class Given {
        private final float[] prediction;
        private final float[] target;
        private final boolean labelled;

        private Given(float[] prediction, float[] target, boolean labelled) {
            this.prediction = prediction;
            this.target = target;
            this.labelled = labelled;
        }

        static Given of(Case c) {
            Random random = new Random(1);
            boolean labelled = c.loss().signature().targets().get(0).equals(NaiveLosses.LABELS);
            float[] prediction = positives(ROWS * COLUMNS, random);
            float[] target = labelled ? new float[ROWS] : positives(ROWS * COLUMNS, random);
            if (labelled) {
                IntStream.range(0, ROWS).forEach(i -> target[i] = i == ROW ? COLUMN : i % COLUMNS);
            }
            (c.inTarget() ? target : prediction)[ROW * COLUMNS + COLUMN] = (float) c.bad();
            return new Given(prediction, target, labelled);
        }

        private static float[] positives(int n, Random random) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = 0.1f + 0.8f * random.nextFloat();
            }
            return x;
        }
    }

    private static void inDjl(Loss loss, Given given) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(given.prediction, new Shape(ROWS, COLUMNS));
            Shape shape = given.labelled ? new Shape(ROWS) : new Shape(ROWS, COLUMNS);
            NDArray y = manager.create(given.target, shape);
            x.setRequiresGradient(true);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                collector.backward(new DjlLoss(loss).checked().evaluate(new NDList(y), new NDList(x)));
            }
        }
    }

    private static void inDl4j(Loss loss, Given given) {
        INDArray x = Nd4j.create(given.prediction, ROWS, COLUMNS);
        INDArray y = Nd4j.create(given.target, ROWS, given.labelled ? 1 : COLUMNS);
        new Dl4jLoss(loss).checked().computeGradient(y, x, new ActivationIdentity(), null);
    }

    @TestFactory
    Stream<DynamicTest> isLaidToItsOperationLineRowAndColumn() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Case c : cases()) {
            tests.add(test("DJL", c, NonFiniteTest::inDjl));
            tests.add(test("DL4J", c, NonFiniteTest::inDl4j));
        }
        assertThat(tests).hasSize(18);
        return tests.stream();
    }

    private static DynamicTest test(String framework, Case c, BiConsumer<Loss, Given> step) {
        String name = "%s %s, %s in %s"
                .formatted(framework, c.loss().name(), c.bad(), c.inTarget() ? "target" : "prediction");
        return DynamicTest.dynamicTest(name, () -> assertThatThrownBy(() -> step.accept(c.loss(), Given.of(c)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(c.says()));
    }

    @Test
    void ofSeveralTheFirstIsNamedAndInACoupledLossWhatCompletesIt() {
        double[] anchors = new double[12];
        double[] positives = new double[12];
        for (int i : new int[] {7, 10}) {
            anchors[i] = 1e200;
            positives[i] = 1e200;
        }
        assertThatThrownBy(() -> new Evaluator<>(new HostOps())
                        .checked()
                        .valueAndGradients(
                                new InfoNce().withSimilarity(Similarity.DOT),
                                Batch.of(List.of(HostTensor.of(anchors, 4, 3), HostTensor.of(positives, 4, 3)))))
                .message()
                .contains(
                        "InfoNce: matmul gave Infinity at [2, 2] (InfoNce.java:",
                        "'positive' is 1.0E200 at row 2, column 1",
                        "too large for its type");
    }

    @Test
    void imagesAreNamedAsTheyWereGiven() {
        double[] logits = new double[2 * 3 * 4];
        logits[(1 * 3 + 2) * 4 + 3] = Double.NaN;
        Batch<HostTensor> batch =
                Batch.of(List.of(HostTensor.of(logits, 2, 3, 4), HostTensor.indices(new long[8], 2, 4)));
        assertThatThrownBy(() -> new Evaluator<>(new HostOps()).checked().value(new CrossEntropy(), batch))
                .message()
                .startsWith("CrossEntropy: 'logits' must be a number, got NaN at [1, 2, 3]");
    }

    @Test
    void masksKeepWhatTheyHideFromBeingBlamed() {
        HostTensor values = HostTensor.of(new double[] {1, Double.NaN, 3}, 3);
        HostTensor targets = HostTensor.of(new double[] {1, 2, 3}, 3);
        HostTensor mask = HostTensor.of(new double[] {1, 0, 1}, 3);
        assertThat(new Evaluator<>(new HostOps())
                        .checked()
                        .value(
                                new SquaredError(),
                                Batch.of(List.of(values, targets)).withMask(mask))
                        .toArray())
                .containsExactly(0);
    }

    // ---- counters ----

    private static Counters counted(Loss loss, HostTensor... inputs) {
        List<Counters> seen = new ArrayList<>();
        new Evaluator<>(new HostOps()).checked(seen::add).valueAndGradients(loss, Batch.of(List.of(inputs)));
        assertThat(seen).hasSize(1);
        return seen.get(0);
    }

    @Test
    void ignoredRowsAndSureProbabilitiesAreCounted() {
        HostTensor logits = HostTensor.of(new double[] {1, 2, 3, 50, 0, 0, 0, 0, 0}, 3, 3);
        CrossEntropy loss = new CrossEntropy().withIgnoreIndices(-100);
        Counters counters = counted(loss, logits, HostTensor.indices(0, 0, -100));
        assertThat(counters.share(Counter.UNCOUNTED)).isEqualTo(new Share(1, 3));
        assertThat(counters.share(Counter.SATURATED)).isEqualTo(new Share(1, 3));
        assertThat(counters.isSilentZero()).isFalse();
        assertThat(counters)
                .hasToString("CrossEntropy: 1 of 3 terms count for nothing, 1 of 3 probabilities are saturated");
        assertThat(counted(loss, logits, HostTensor.indices(-100, -100, -100)).isSilentZero())
                .isTrue();
    }

    @Test
    void marginsAndRowsWithoutAPositiveAreCounted() {
        HostTensor embeddings = HostTensor.of(new double[] {0, 0, 0.1, 0, 9, 9, 0, 9}, 4, 2);
        Counters counters = counted(new BatchHardTriplet(), embeddings, HostTensor.indices(0, 0, 1, 2));
        assertThat(counters.share(Counter.ALONE)).isEqualTo(new Share(2, 4));
        assertThat(counters.share(Counter.ACTIVE).count()).isZero();
    }

    @Test
    void aWatcherIsToldInBothFrameworks() {
        List<Counters> seen = new ArrayList<>();
        Given given = Given.of(new Case(new NaiveLosses.NaiveSoftmax(), 1, false, List.of()));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(given.prediction, new Shape(ROWS, COLUMNS));
            NDArray y = manager.create(given.target, new Shape(ROWS));
            new DjlLoss(new CrossEntropy()).checked(seen::add).evaluate(new NDList(y), new NDList(x));
        }
        INDArray x = Nd4j.create(given.prediction, ROWS, COLUMNS);
        INDArray y = Nd4j.create(given.target, ROWS, 1);
        new Dl4jLoss(new CrossEntropy()).checked(seen::add).computeScore(y, x, new ActivationIdentity(), null, true);
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
        assertThat(seen.get(0).weight()).hasValue(ROWS);
    }
}
