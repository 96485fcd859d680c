/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.isoloss.djl.Runs.LOGITS;
import static org.isoloss.djl.Runs.SHAPE;
import static org.isoloss.djl.Runs.expected;
import static org.isoloss.djl.Runs.gradient;
import static org.isoloss.djl.Runs.gradients;
import static org.isoloss.djl.Runs.labels;
import static org.isoloss.djl.Runs.logits;
import static org.isoloss.djl.Runs.named;
import static org.isoloss.djl.Runs.number;
import static org.isoloss.djl.Runs.numbers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Reduction;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Weighted;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives in the engine's graph. */
class DjlLossGradientTest {

    private final DjlLoss crossEntropy = new DjlLoss(new CrossEntropy());
    private final DjlLoss squaredError = new DjlLoss(new SquaredError(Reduction.SUM));
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDList labels64() {
        return new NDList(labels(manager, DataType.INT64));
    }

    /** The value inside a collector, where it carries gradients. */
    private static double recordedValue(DjlLoss loss, NDList labels, NDArray x) {
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.evaluate(labels, new NDList(x));
            collector.backward(value);
            return number(value);
        }
    }

    // ---- exactness ----

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT64", "FLOAT32"})
    void theGradientIsTheEvaluatorsToTheLastBit(DataType type) {
        NDArray y = labels(manager, DataType.INT64);
        DjlLoss natively = crossEntropy.withExecution(Execution.NATIVE);
        assertThat(gradient(natively, new NDList(y), logits(manager, type)))
                .isEqualTo(expected(new CrossEntropy(), List.of(logits(manager, type), y))
                        .get(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT64", "FLOAT32", "FLOAT16"})
    void recordingDoesNotChangeTheValue(DataType type) {
        double outside = number(crossEntropy.evaluate(labels64(), new NDList(logits(manager, type))));
        assertThat(recordedValue(crossEntropy, labels64(), logits(manager, type)))
                .isEqualTo(outside);
    }

    @ParameterizedTest
    @ValueSource(doubles = {4, -0.5, 0x1p-20})
    void scalingTheLossScalesItsGradientExactly(double scale) {
        double[] once = gradient(crossEntropy, labels64(), logits(manager, DataType.FLOAT64));
        double[] scaled = gradients(crossEntropy, labels64(), new NDList(logits(manager, DataType.FLOAT64)), scale)
                .get(0);
        for (int i = 0; i < once.length; i++) {
            assertThat(scaled[i]).isEqualTo(scale * once[i]);
        }
    }

    @Test
    void theLossMayBePartOfALargerOne() {
        NDArray x = manager.create(new double[] {3});
        x.setRequiresGradient(true);
        NDList y = new NDList(manager.create(new double[] {1}));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = squaredError.evaluate(y, new NDList(x)); // 4, with derivative 4
            collector.backward(loss.square().add(x.sum()));
        }
        assertThat(numbers(x.getGradient())).containsExactly(2 * 4 * 4 + 1);
    }

    @Test
    void severalPredictionsEachGetTheirOwnGradient() {
        TripletMargin triplet = new TripletMargin().withMargin(5);
        NDList rows = new NDList();
        for (int i = 0; i < 3; i++) {
            rows.add(manager.create(new double[] {i, i * i, 0.5, 2, 0, -i}, new Shape(2, 3)));
        }
        List<double[]> wanted = expected(triplet, rows);
        assertThat(gradients(new DjlLoss(triplet), new NDList(), rows, 1))
                .usingRecursiveComparison()
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aScalarPredictionMayBeAVectorOfOne(int rank) {
        InfoNce contrast = new InfoNce().withLearnedTemperature();
        NDArray a = manager.create(LOGITS, SHAPE);
        NDArray b = manager.create(LOGITS, SHAPE).add(0.5);
        NDArray t = manager.create(new double[] {0.5}).reshape(rank == 0 ? new Shape() : new Shape(1));
        List<double[]> wanted = expected(contrast, List.of(a, b, t));
        assertThat(gradients(new DjlLoss(contrast), new NDList(), new NDList(a, b, t), 1)
                        .get(2))
                .containsExactly(wanted.get(2), within(1e-14))
                .doesNotContain(0);
    }

    @Test
    void halfPrecisionGetsTheGradientRoundedOnce() {
        double[] exact = gradient(crossEntropy, labels64(), logits(manager, DataType.FLOAT32));
        NDArray rounded = manager.create(exact).toType(DataType.FLOAT16, false);
        assertThat(gradient(crossEntropy, labels64(), logits(manager, DataType.FLOAT16)))
                .isEqualTo(numbers(rounded));
    }

    /** Rounded before, a gradient of 1e-9 would be 0, and no factor would bring it back. */
    @Test
    void halfPrecisionIsRoundedBehindTheFactorsOfTheLoss() {
        NDArray x = manager.create(new double[] {0.5, 1}).toType(DataType.FLOAT16, false);
        NDList y = new NDList(manager.zeros(new Shape(2), DataType.FLOAT16));
        DjlLoss faint = new DjlLoss(new Weighted(1e-9, new SquaredError()));
        assertThat(gradients(faint, y, new NDList(x.duplicate()), 1).get(0)).containsOnly(0);
        assertThat(gradients(faint, y, new NDList(x.duplicate()), 1 << 16).get(0))
                .usingComparatorWithPrecision(1e-7)
                .containsExactly(0.5 * 65536e-9, 65536e-9);
    }

    @Test
    void aTransposedPredictionGetsATransposedGradient() {
        NDArray z = manager.create(LOGITS, SHAPE);
        double[] wanted = gradient(crossEntropy, labels64(), z);
        NDArray turned = manager.create(numbers(z.stopGradient().transpose()), new Shape(3, 4));
        turned.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(crossEntropy.evaluate(labels64(), new NDList(turned.transpose())));
        }
        assertThat(numbers(turned.getGradient().transpose())).isEqualTo(wanted);
    }

    @Test
    void thePixelsOfAPictureGetTheGradientsOfRows() {
        NDArray y = manager.create(new long[] {0, 1, 2, 1}, new Shape(1, 2, 2));
        NDArray first = manager.create(LOGITS, new Shape(1, 3, 2, 2));
        NDArray last = manager.create(numbers(first.transpose(0, 2, 3, 1)), new Shape(1, 2, 2, 3));
        double[] g = gradient(crossEntropy.withClassAxis(ClassAxis.LAST), new NDList(y), last);
        assertThat(gradient(crossEntropy, new NDList(y), first))
                .isEqualTo(numbers(manager.create(g, last.getShape()).transpose(0, 3, 1, 2)));
    }

    // ---- what is not finite, or nearly not ----

    @Test
    void aClassThatCannotBeLeavesValueAndGradientFinite() {
        double[] closed = LOGITS.clone();
        closed[0] = Double.NEGATIVE_INFINITY;
        double[] g = gradient(crossEntropy, labels64(), manager.create(closed, SHAPE));
        assertThat(g).doesNotContain(Double.NaN).startsWith(0);
        assertThat(recordedValue(crossEntropy, labels64(), manager.create(closed, SHAPE)))
                .isFinite();
    }

    @Test
    void productsWithTheGradientMayOverflow() {
        NDArray x = manager.create(new float[] {3e38f, -3e38f});
        NDList y = new NDList(manager.create(new float[] {3e38f, -3e38f}).mul(0.999999f));
        assertThat(gradient(squaredError, y, x)).doesNotContain(Double.NaN, 0, Double.POSITIVE_INFINITY);
    }

    @Test
    void aMaskedNaNChangesNothing() {
        NDArray mask = named(manager.create(new boolean[] {true, false, true}), DjlLoss.MASK);
        NDList y = new NDList(manager.create(new double[] {0, Double.NaN, 1}), mask);
        assertThat(gradient(squaredError, y, manager.create(new double[] {1, Double.NaN, 3})))
                .containsExactly(2, 0, 4);
    }

    @Test
    void aNaNThatCountsIsSeenInValueAndGradient() {
        NDList y = new NDList(manager.create(new double[] {0, 1}));
        double[] x = {Double.NaN, 3};
        assertThat(recordedValue(squaredError, y, manager.create(x))).isNaN();
        assertThat(gradient(squaredError, y, manager.create(x))).containsExactly(Double.NaN, 4);
    }

    @Test
    void anInfinitePredictionHasTheGradientThatTheLossSays() {
        NDList y = new NDList(manager.create(new double[] {0, 1}));
        NDArray z = manager.create(new double[] {Double.POSITIVE_INFINITY, 0});
        DjlLoss loss = new DjlLoss(new BinaryCrossEntropy().withReduction(Reduction.SUM));
        assertThat(gradient(loss, y, z)).containsExactly(1, -0.5);
    }

    @Test
    void aGradientDoesNotDieAtConfidentErrors() {
        NDList y = new NDList(manager.create(new double[] {0, 1}));
        DjlLoss loss = new DjlLoss(new BinaryCrossEntropy().withReduction(Reduction.SUM));
        assertThat(gradient(loss, y, manager.create(new double[] {40, -40}))).containsExactly(1, -1);
    }

    // ---- when there is none ----

    @Test
    void outsideACollectorNoGradientIsComputed() {
        CountedOps counted = new CountedOps();
        counted.value(new CrossEntropy(), logits(manager, DataType.FLOAT64), labels(manager, DataType.INT64));
        int needed = counted.take();
        counted.loss(new CrossEntropy()).evaluate(labels64(), new NDList(logits(manager, DataType.FLOAT64)));
        assertThat(counted.take()).isEqualTo(needed);
    }

    @Test
    void insideACollectorTheGradientIsComputedOnce() {
        CountedOps counted = new CountedOps();
        new Evaluator<>(counted.ops())
                .valueAndGradients(
                        new CrossEntropy(),
                        Batch.of(List.of(logits(manager, DataType.FLOAT64), labels(manager, DataType.INT64))));
        int needed = counted.take();
        gradient(counted.loss(new CrossEntropy()), labels64(), logits(manager, DataType.FLOAT64));
        assertThat(counted.take()).isEqualTo(needed);
    }

    @Test
    void aPredictionWithoutGradientIsNoObstacle() {
        NDArray z = logits(manager, DataType.FLOAT64);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = crossEntropy.evaluate(labels64(), new NDList(z));
            assertThat(collector).isNotNull();
            assertThat(number(value)).isPositive();
        }
    }

    @Test
    void inputsAreLeftAsTheyAre() {
        NDArray z = logits(manager, DataType.FLOAT64);
        NDList y = labels64();
        recordedValue(crossEntropy, y, z);
        assertThat(numbers(z)).isEqualTo(LOGITS);
        assertThat(numbers(y.get(0))).containsExactly(1, 2, 0, 1);
    }
}
