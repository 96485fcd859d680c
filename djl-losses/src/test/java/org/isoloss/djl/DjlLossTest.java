/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.isoloss.djl.Runs.LOGITS;
import static org.isoloss.djl.Runs.SHAPE;
import static org.isoloss.djl.Runs.gradient;
import static org.isoloss.djl.Runs.labels;
import static org.isoloss.djl.Runs.logits;
import static org.isoloss.djl.Runs.named;
import static org.isoloss.djl.Runs.number;
import static org.isoloss.djl.Runs.numbers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.isoloss.ClassAxis;
import org.isoloss.Execution;
import org.isoloss.Reduction;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a loss comes to, for all that DJL may hand over. */
class DjlLossTest {

    private final DjlLoss crossEntropy = new DjlLoss(new CrossEntropy());
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private double plain() {
        return number(crossEntropy.evaluate(
                new NDList(labels(manager, DataType.INT64)), new NDList(logits(manager, DataType.FLOAT64))));
    }

    // ---- types ----

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT64", "INT32", "INT8", "UINT8", "FLOAT64", "FLOAT32", "FLOAT16"})
    void labelsOfAnyTypeMeanTheSame(DataType type) {
        NDList y = new NDList(labels(manager, type));
        assertThat(number(crossEntropy.evaluate(y, new NDList(logits(manager, DataType.FLOAT64)))))
                .isEqualTo(plain());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT64", "INT32", "INT8", "UINT8", "FLOAT64", "FLOAT32", "FLOAT16", "BOOLEAN"})
    void targetsThatAreNumbersMayBeOfAnyType(DataType type) {
        NDList y = new NDList(manager.create(new int[] {1, 0}).toType(type, false));
        NDList z = new NDList(manager.create(new double[] {0.5, 0.5}));
        assertThat(number(new DjlLoss(new BinaryCrossEntropy()).evaluate(y, z)))
                .isCloseTo((Math.log1p(Math.exp(-0.5)) + Math.log1p(Math.exp(0.5))) / 2, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT64", "INT32", "INT8", "UINT8", "FLOAT64", "FLOAT32", "FLOAT16", "BOOLEAN"})
    void masksMayBeOfAnyType(DataType type) {
        NDArray mask = manager.create(new int[] {1, 0, 1}).toType(type, false);
        NDList y = new NDList(manager.create(new double[] {0, 0, 0}), named(mask, DjlLoss.MASK));
        NDList x = new NDList(manager.create(new double[] {1, 5, 3}));
        assertThat(number(new DjlLoss(new SquaredError()).evaluate(y, x))).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT64, FLOAT64", "FLOAT32, FLOAT32", "FLOAT16, FLOAT32"})
    void theLossIsInTheTypeOfThePredictionsButNeverInHalfPrecision(DataType type, DataType ofLoss) {
        NDArray value =
                crossEntropy.evaluate(new NDList(labels(manager, DataType.INT64)), new NDList(logits(manager, type)));
        assertThat(value.getDataType()).isEqualTo(ofLoss);
        assertThat(value.getShape()).isEqualTo(new Shape());
    }

    /** Which half precision can hold no more. */
    @Test
    void aSumInHalfPrecisionIsFinite() {
        NDArray x = manager.full(new Shape(100), 100, DataType.FLOAT16);
        NDArray y = manager.zeros(new Shape(100), DataType.FLOAT16);
        DjlLoss sum = new DjlLoss(new SquaredError(Reduction.SUM));
        for (Execution execution : Execution.values()) {
            assertThat(number(sum.withExecution(execution).evaluate(new NDList(y), new NDList(x))))
                    .isEqualTo(1_000_000);
            assertThat(gradient(sum.withExecution(execution), new NDList(y), x.duplicate()))
                    .hasSize(100)
                    .containsOnly(200);
        }
    }

    // ---- shapes ----

    @Test
    void labelsInAColumnAreTakenWithoutIt() {
        NDArray column = labels(manager, DataType.INT64).reshape(4, 1);
        assertThat(number(crossEntropy.evaluate(new NDList(column), new NDList(logits(manager, DataType.FLOAT64)))))
                .isEqualTo(plain());
    }

    @Test
    void aColumnThatThePredictionsHaveTooIsKept() {
        NDList x = new NDList(manager.create(new double[] {1, 2}, new Shape(2, 1)));
        NDList y = new NDList(manager.create(new double[] {3, 5}, new Shape(2, 1)));
        assertThat(number(new DjlLoss(new SquaredError()).evaluate(y, x))).isEqualTo(6.5);
    }

    @Test
    void aPictureIsItsPixels() {
        NDArray picture = manager.create(LOGITS, new Shape(1, 3, 2, 2));
        NDArray y = manager.create(new long[] {0, 1, 2, 1}, new Shape(1, 2, 2));
        NDArray pixels = picture.reshape(3, 4).transpose();
        assertThat(number(crossEntropy.evaluate(new NDList(y), new NDList(picture))))
                .isCloseTo(number(crossEntropy.evaluate(new NDList(y.flatten()), new NDList(pixels))), within(1e-15));
    }

    @Test
    void theLabelsOfAPictureMayHaveAnAxisOfOne() {
        NDList picture = new NDList(manager.create(LOGITS, new Shape(1, 3, 2, 2)));
        NDArray y = manager.create(new long[] {0, 1, 2, 1}, new Shape(1, 2, 2));
        assertThat(number(crossEntropy.evaluate(new NDList(y.reshape(1, 2, 2, 1)), picture)))
                .isEqualTo(number(crossEntropy.evaluate(new NDList(y), picture)));
    }

    @Test
    void theClassAxisMayBeLast() {
        NDArray picture = manager.create(LOGITS, new Shape(1, 3, 2, 2));
        NDList y = new NDList(manager.create(new long[] {0, 1, 2, 1}, new Shape(1, 2, 2)));
        DjlLoss last = crossEntropy.withClassAxis(ClassAxis.LAST);
        assertThat(number(last.evaluate(y, new NDList(picture.transpose(0, 2, 3, 1)))))
                .isEqualTo(number(crossEntropy.evaluate(y, new NDList(picture))));
    }

    @Test
    void predictionsThatAreNotContiguousAreRead() {
        NDArray transposed = manager.create(LOGITS, new Shape(3, 4)).transpose();
        NDArray dense = manager.create(numbers(transposed), SHAPE);
        NDList y = new NDList(labels(manager, DataType.INT64));
        assertThat(number(crossEntropy.evaluate(y, new NDList(transposed))))
                .isEqualTo(number(crossEntropy.evaluate(y, new NDList(dense))));
    }

    // ---- names ----

    @Test
    void aLabelNamedMaskDropsRows() {
        NDArray mask = named(manager.create(new float[] {1, 1, 0}), DjlLoss.MASK);
        NDList y = new NDList(manager.create(new double[] {0, 0, 0}), mask);
        NDList x = new NDList(manager.create(new double[] {1, 2, 3}));
        assertThat(number(new DjlLoss(new SquaredError()).evaluate(y, x))).isEqualTo(2.5);
    }

    @Test
    void aLabelNamedSampleWeightsWeighsRows() {
        NDArray weights = named(manager.create(new float[] {1, 3}), DjlLoss.SAMPLE_WEIGHTS);
        NDList y = new NDList(manager.create(new double[] {0, 0}), weights);
        NDList x = new NDList(manager.create(new double[] {1, 2}));
        assertThat(number(new DjlLoss(new SquaredError()).evaluate(y, x))).isEqualTo(13.0 / 4);
    }

    @Test
    void maskAndSampleWeightsComeInAnyOrder() {
        NDArray weights = named(manager.create(new float[] {1, 3, 1}), DjlLoss.SAMPLE_WEIGHTS);
        NDArray mask = named(manager.create(new float[] {1, 1, 0}), DjlLoss.MASK);
        NDArray y = manager.create(new double[] {0, 0, 0});
        NDList x = new NDList(manager.create(new double[] {1, 2, 3}));
        DjlLoss loss = new DjlLoss(new SquaredError());
        assertThat(number(loss.evaluate(new NDList(y, weights, mask), x)))
                .isEqualTo(number(loss.evaluate(new NDList(y, mask, weights), x)));
    }

    @Test
    void aTargetMayBeNamedMaskItself() {
        NDList y = new NDList(named(labels(manager, DataType.INT64), DjlLoss.MASK));
        assertThat(number(crossEntropy.evaluate(y, new NDList(logits(manager, DataType.FLOAT64)))))
                .isEqualTo(plain());
    }

    @Test
    void aLossWithoutTargetsPassesOverLabels() {
        NDList rows = new NDList(
                manager.create(new double[] {1, 0}, new Shape(1, 2)),
                manager.create(new double[] {0, 1}, new Shape(1, 2)),
                manager.create(new double[] {1, 1}, new Shape(1, 2)));
        DjlLoss loss = new DjlLoss(new TripletMargin());
        assertThat(number(loss.evaluate(new NDList(manager.create(7)), rows)))
                .isEqualTo(number(loss.evaluate(new NDList(), rows)));
    }

    // ---- options ----

    @Test
    void theNameIsTheLossUnlessAnotherIsGiven() {
        assertThat(crossEntropy.getName()).isEqualTo("CrossEntropy");
        assertThat(crossEntropy.withName("head").getName()).isEqualTo("head");
    }

    @Test
    void anOptionLeavesTheOthersAsTheyAre() {
        DjlLoss loss =
                crossEntropy.withClassAxis(ClassAxis.LAST).withName("head").checked();
        assertThat(loss.getName()).isEqualTo("head");
        assertThat(loss.classAxis()).isEqualTo(ClassAxis.LAST);
        assertThat(loss.loss()).isEqualTo(new CrossEntropy());
        assertThat(crossEntropy.classAxis()).isEqualTo(ClassAxis.FIRST);
    }
}
