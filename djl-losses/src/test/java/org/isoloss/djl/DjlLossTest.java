/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Evaluator;
import org.isoloss.Reduction;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DjlLossTest {

    private static final double[] LOGITS = {1, 2, 0.5, -1, 0.25, 3, 0, 0, 1, 2, -2, 0.5};
    private static final Shape SHAPE = new Shape(4, 3);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray logits(DataType type) {
        return manager.create(LOGITS, SHAPE).toType(type, false);
    }

    private NDArray labels(DataType type) {
        return manager.create(new long[] {1, 2, 0, 1}).toType(type, false);
    }

    private static double number(NDArray x) {
        return new DjlOps().toHost(x)[0];
    }

    /** Value and gradient by the engine's collector. */
    private static double[] gradient(DjlLoss loss, NDList labels, NDList predictions, double scale) {
        predictions.forEach(p -> p.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss.evaluate(labels, predictions).mul(scale));
        }
        return new DjlOps().toHost(predictions.get(0).getGradient());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT32", "INT64", "FLOAT32", "FLOAT64", "INT8", "UINT8"})
    void labelsOfAnyTypeMeanTheSame(DataType type) {
        NDArray value = new DjlLoss(new CrossEntropy())
                .evaluate(new NDList(labels(type)), new NDList(logits(DataType.FLOAT32)));
        assertThat(number(value))
                .isEqualTo(number(new DjlLoss(new CrossEntropy())
                        .evaluate(new NDList(labels(DataType.INT64)), new NDList(logits(DataType.FLOAT32)))));
        assertThat(value.getDataType()).isEqualTo(DataType.FLOAT32);
    }

    @Test
    void labelsInAColumnAreTakenWithoutIt() {
        DjlLoss loss = new DjlLoss(new CrossEntropy());
        NDList z = new NDList(logits(DataType.FLOAT64));
        NDArray column = labels(DataType.INT64).reshape(4, 1);
        assertThat(number(loss.evaluate(new NDList(column), z)))
                .isEqualTo(number(loss.evaluate(new NDList(labels(DataType.INT64)), z)));
    }

    @Test
    void scalingTheLossScalesItsGradientExactly() {
        DjlLoss loss = new DjlLoss(new CrossEntropy().withLabelSmoothing(0.1));
        NDList y = new NDList(labels(DataType.INT64));
        double[] once = gradient(loss, y, new NDList(logits(DataType.FLOAT64)), 1);
        double[] fourfold = gradient(loss, y, new NDList(logits(DataType.FLOAT64)), 4);
        assertThat(fourfold).hasSize(12);
        for (int i = 0; i < once.length; i++) {
            assertThat(fourfold[i]).isEqualTo(4 * once[i]);
        }
    }

    @Test
    void theGradientInTheGraphIsTheEvaluatorsToTheLastBit() {
        Evaluator<NDArray> evaluator = new Evaluator<>(new DjlOps());
        NDArray y = labels(DataType.INT64);
        double[] expected = new DjlOps()
                .toHost(evaluator
                        .valueAndGradients(new CrossEntropy(), Batch.of(List.of(logits(DataType.FLOAT32), y)))
                        .gradients()
                        .get(0));
        assertThat(gradient(new DjlLoss(new CrossEntropy()), new NDList(y), new NDList(logits(DataType.FLOAT32)), 1))
                .isEqualTo(expected);
    }

    @Test
    void outsideACollectorTheLossHasNoGradientAndCostsNone() {
        NDArray z = logits(DataType.FLOAT64);
        z.setRequiresGradient(true);
        NDArray value = new DjlLoss(new CrossEntropy()).evaluate(new NDList(labels(DataType.INT64)), new NDList(z));
        assertThat(value.hasGradient()).isFalse();
    }

    @Test
    void severalPredictionsEachGetTheirGradient() {
        NDList rows = new NDList();
        for (int i = 0; i < 3; i++) {
            NDArray x = manager.create(new double[] {i, i * i, 0.5, 2, 0, -i}, new Shape(2, 3));
            x.setRequiresGradient(true);
            rows.add(x);
        }
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(new DjlLoss(new TripletMargin(5, false, Reduction.MEAN)).evaluate(new NDList(), rows));
        }
        rows.forEach(x -> assertThat(number(x.getGradient().abs().sum())).isPositive());
    }

    @Test
    void masksAndSampleWeightsAreKnownByName() {
        DjlLoss loss = new DjlLoss(new SquaredError());
        NDList x = new NDList(manager.create(new double[] {1, 2, 3}));
        NDArray mask = manager.create(new float[] {1, 1, 0});
        mask.setName(DjlLoss.MASK);
        NDArray weights = manager.create(new float[] {1, 3, 1});
        weights.setName(DjlLoss.SAMPLE_WEIGHTS);
        NDArray y = manager.create(new double[] {0, 0, 0});
        assertThat(number(loss.evaluate(new NDList(y, mask), x))).isCloseTo(2.5, within(1e-15));
        assertThat(number(loss.evaluate(new NDList(y, mask, weights), x))).isCloseTo(13.0 / 4, within(1e-15));
    }

    @Test
    void aNaNInAMaskedRowChangesNothing() {
        NDArray mask = manager.create(new boolean[] {true, false, true});
        mask.setName(DjlLoss.MASK);
        NDList y = new NDList(manager.create(new double[] {0, Double.NaN, 1}), mask);
        double[] g = gradient(
                new DjlLoss(new SquaredError()), y, new NDList(manager.create(new double[] {1, Double.NaN, 3})), 1);
        assertThat(g).containsExactly(1, 0, 2);
    }

    @Test
    void theClassAxisMayBeFirstOrLast() {
        NDArray picture = manager.create(LOGITS, new Shape(1, 3, 2, 2));
        NDList y = new NDList(manager.create(new long[] {0, 1, 2, 1}, new Shape(1, 2, 2)));
        DjlLoss loss = new DjlLoss(new CrossEntropy());
        double first = number(loss.evaluate(y, new NDList(picture)));
        double last = number(loss.withClassAxis(ClassAxis.LAST).evaluate(y, new NDList(picture.transpose(0, 2, 3, 1))));
        assertThat(last).isEqualTo(first);
    }

    @Test
    void halfPrecisionComesOutInHalfPrecision() {
        NDArray value = new DjlLoss(new CrossEntropy())
                .evaluate(new NDList(labels(DataType.INT64)), new NDList(logits(DataType.FLOAT16)));
        double exact = number(new DjlLoss(new CrossEntropy())
                .evaluate(new NDList(labels(DataType.INT64)), new NDList(logits(DataType.FLOAT64))));
        assertThat(value.getDataType()).isEqualTo(DataType.FLOAT16);
        assertThat(number(value)).isCloseTo(exact, within(5e-3));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT32", "UINT8", "INT8"})
    void predictionsOfAnUnsupportedTypeAreRefusedAndTheJvmLives(DataType type) {
        NDArray z = logits(DataType.FLOAT32).toType(type, false);
        assertThatThrownBy(() ->
                        new DjlLoss(new CrossEntropy()).evaluate(new NDList(labels(DataType.INT64)), new NDList(z)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("arrays must be float64, float32, float16");
    }

    @Test
    void predictionsThatAreNotContiguousAreRead() {
        NDArray transposed = manager.create(LOGITS, new Shape(3, 4)).transpose();
        NDArray dense = manager.create(new DjlOps().toHost(transposed), SHAPE);
        DjlLoss loss = new DjlLoss(new CrossEntropy());
        NDList y = new NDList(labels(DataType.INT64));
        assertThat(number(loss.evaluate(y, new NDList(transposed))))
                .isEqualTo(number(loss.evaluate(y, new NDList(dense))));
    }

    @Test
    void aClassThatCannotBeLeavesValueAndGradientFinite() {
        double[] closed = LOGITS.clone();
        closed[0] = Double.NEGATIVE_INFINITY;
        double[] g = gradient(
                new DjlLoss(new CrossEntropy()),
                new NDList(labels(DataType.INT64)),
                new NDList(manager.create(closed, SHAPE)),
                1);
        assertThat(g).doesNotContain(Double.NaN);
        assertThat(g[0]).isZero();
    }

    @Test
    void aGradientDoesNotDieAtConfidentErrors() {
        NDList z = new NDList(manager.create(new double[] {40, -40}));
        double[] g = gradient(
                new DjlLoss(new BinaryCrossEntropy().withReduction(Reduction.SUM)),
                new NDList(manager.create(new double[] {0, 1})),
                z,
                1);
        assertThat(g).containsExactly(1, -1);
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() {
        DjlLoss loss = new DjlLoss(new CrossEntropy());
        NDList z = new NDList(logits(DataType.FLOAT32));
        assertThatThrownBy(() -> loss.evaluate(new NDList(manager.create(new long[] {0, 1})), z))
                .hasMessage("CrossEntropy: 'labels' must be [N] with N=4 as in logits, got [2]");
        assertThatThrownBy(() -> loss.evaluate(new NDList(), z))
                .hasMessageContaining("CrossEntropy takes 1 labels (labels)");
        assertThatThrownBy(() -> loss.evaluate(new NDList(labels(DataType.INT64)), new NDList()))
                .hasMessage("CrossEntropy takes 1 predictions (logits) but was given 0");
        assertThatThrownBy(() -> new DjlLoss(new CrossEntropy().withReduction(Reduction.NONE)))
                .hasMessage("CrossEntropy: a DJL loss must be a number, got reduction NONE");
        assertThatThrownBy(() -> loss.checked().evaluate(new NDList(manager.create(new long[] {0, 1, 2, 3})), z))
                .hasMessageContaining("CrossEntropy: index must be in [0, 3), got 3 at [3");
    }

    @Test
    void theEpochLossIsTheMeanOfItsUpdatesInDouble() {
        DjlLoss loss = new DjlLoss(new SquaredError());
        loss.addAccumulator("epoch");
        NDList y = new NDList(manager.create(new double[] {0}));
        NDList x = new NDList(manager.create(new double[] {Math.sqrt(0.1)}));
        for (int i = 0; i < 20_000; i++) {
            loss.updateAccumulator("epoch", y, x);
        }
        assertThat(loss.getAccumulator("epoch")).isEqualTo(0.1f);
        loss.resetAccumulator("epoch");
        loss.updateAccumulators(new String[] {"epoch"}, y, new NDList(manager.create(new double[] {3})));
        assertThat(loss.getAccumulator("epoch")).isEqualTo(9);
        assertThatThrownBy(() -> loss.updateAccumulator("other", y, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no accumulator named 'other'; there are [epoch]");
    }

    @Test
    void noArrayOutlivesACallButTheLoss() {
        DjlLoss loss = new DjlLoss(new CrossEntropy().withLabelSmoothing(0.1).withIgnoreIndices(0));
        NDArray y = labels(DataType.INT32);
        NDArray z = logits(DataType.FLOAT32);
        z.setRequiresGradient(true);
        int before = manager.getManagedArrays().size();
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.evaluate(new NDList(y), new NDList(z));
            assertThat(manager.getManagedArrays()).hasSize(before + 1);
            collector.backward(value);
        }
        loss.addAccumulator("a");
        int held = manager.getManagedArrays().size();
        loss.updateAccumulator("a", new NDList(y), new NDList(z));
        assertThat(manager.getManagedArrays()).hasSize(held);
    }

    @Test
    void aRefusedCallLeavesNoArrayBehind() {
        NDList y = new NDList(manager.create(new long[] {0, 1}));
        NDList z = new NDList(logits(DataType.FLOAT32));
        int before = manager.getManagedArrays().size();
        assertThatThrownBy(() -> new DjlLoss(new CrossEntropy()).evaluate(y, z))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void oneInstanceServesManyThreads() throws InterruptedException, ExecutionException {
        DjlLoss loss = new DjlLoss(new CrossEntropy().withLabelSmoothing(0.1));
        double expected =
                number(loss.evaluate(new NDList(labels(DataType.INT64)), new NDList(logits(DataType.FLOAT64))));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Double>> values = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                values.add(threads.submit(() -> {
                    try (NDManager own = NDManager.newBaseManager("PyTorch")) {
                        NDArray z = own.create(LOGITS, SHAPE);
                        NDArray y = own.create(new long[] {1, 2, 0, 1});
                        return number(loss.evaluate(new NDList(y), new NDList(z)));
                    }
                }));
            }
            for (Future<Double> value : values) {
                assertThat(value.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void inputsAreLeftAsTheyAre() {
        NDArray z = logits(DataType.FLOAT64);
        NDArray y = labels(DataType.INT64);
        new DjlLoss(new CrossEntropy()).evaluate(new NDList(y), new NDList(z));
        assertThat(z.toDoubleArray()).isEqualTo(LOGITS);
        assertThat(y.toLongArray()).containsExactly(1, 2, 0, 1);
    }
}
