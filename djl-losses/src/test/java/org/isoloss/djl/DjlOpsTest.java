/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.stream.Stream;
import org.isoloss.tensor.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code TensorOpsContract} can't know: the engine's memory, types and autograd. */
class DjlOpsTest {

    private final DjlOps ops = new DjlOps();
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Operation> operations() {
        return Operation.all();
    }

    static Stream<Operation> differentiable() {
        return Operation.all().filter(Operation::differentiable);
    }

    // ---- memory ----

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationLeavesItsResultWithItsFirstOperandAndNothingElse(Operation operation) {
        try (NDManager second = NDManager.newBaseManager("PyTorch")) {
            NDArray a = operation.first().in(manager, DataType.FLOAT64);
            NDArray b = operation.second().in(second, DataType.FLOAT64);
            NDArray result = operation.on().of(ops, a, b);
            assertThat(manager.getManagedArrays()).containsExactlyInAnyOrder(a, result);
            assertThat(second.getManagedArrays()).containsExactly(b);
        }
    }

    @Test
    void aResultBelongsToTheCallersScope() {
        NDArray sum;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            sum = ops.logSumExp(Operand.MATRIX.in(manager, DataType.FLOAT32));
        }
        assertThat(sum.isReleased()).isTrue();
    }

    // ---- the engine's own derivatives ----

    @ParameterizedTest
    @MethodSource("differentiable")
    void theEngineDifferentiatesTheOperation(Operation operation) {
        double[][] points = {operation.first().numbers(), operation.second().numbers()};
        NDArray a = operation.first().in(manager, DataType.FLOAT64);
        NDArray b = operation.second().in(manager, DataType.FLOAT64);
        List<NDArray> operands = List.of(a, b);
        for (int k = 0; k < 2; k++) {
            operands.get(k).setRequiresGradient((k == 0 ? operation.first() : operation.second()).real());
        }
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(mixed(operation.on().of(ops, a, b)));
        }
        for (int k = 0; k < 2; k++) {
            if (operands.get(k).hasGradient()) {
                double[] derived = ops.toHost(operands.get(k).getGradient());
                assertThat(derived).containsExactly(differences(operation, points, k), within(1e-7));
            }
        }
    }

    /** A number in which every element counts differently. */
    private NDArray mixed(NDArray y) {
        NDArray flat = y.flatten();
        NDArray weights = ops.toFloat(ops.range(y, y.size()), y);
        return flat.dot(weights.add(0.5).sqrt());
    }

    private double[] differences(Operation operation, double[][] points, int k) {
        double h = 1e-5;
        double[] slopes = new double[points[k].length];
        for (int i = 0; i < slopes.length; i++) {
            double x = points[k][i];
            points[k][i] = x + h;
            double above = at(operation, points);
            points[k][i] = x - h;
            slopes[i] = (above - at(operation, points)) / (2 * h);
            points[k][i] = x;
        }
        return slopes;
    }

    private double at(Operation operation, double[][] points) {
        NDArray a = operation.first().in(manager, points[0]);
        NDArray b = operation.second().in(manager, points[1]);
        return ops.toHost(mixed(operation.on().of(ops, a, b)))[0];
    }

    @Test
    void whatIsNotSelectedLeavesNoNaNInTheEnginesGradient() {
        NDArray x = manager.create(new double[] {-1, 4});
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray zero = ops.fill(x, 0);
            NDArray positive = ops.greater(x, zero);
            NDArray root = ops.sqrt(ops.where(positive, x, ops.fill(x, 1)));
            collector.backward(ops.sum(ops.where(positive, root, zero), false, 0));
        }
        assertThat(ops.toHost(x.getGradient())).containsExactly(0, 0.25);
    }

    // ---- types, sizes, precision ----

    @ParameterizedTest
    @MethodSource("operations")
    void halfPrecisionStaysHalfPrecision(Operation operation) {
        NDArray a = operation.first().in(manager, DataType.FLOAT16);
        NDArray b = operation.second().in(manager, DataType.FLOAT16);
        NDArray result = operation.on().of(ops, a, b);
        assertThat(result.getDataType()).isIn(DataType.FLOAT16, DataType.INT64, DataType.BOOLEAN);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aBatchWithoutRowsIsNoException(Operation operation) {
        NDArray a = operation.first().empty(manager, DataType.FLOAT32);
        NDArray b = operation.second().empty(manager, DataType.FLOAT32);
        assertThat(ops.toHost(operation.on().of(ops, a, b))).doesNotContain(Double.NaN);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT64", "BOOLEAN"})
    void otherTypesAreRefusedBeforeTheEngineIsAsked(DataType type) {
        assertThatThrownBy(() -> ops.kind(UntouchableArray.of(type)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arrays must be float64, float32, float16, int64 or boolean, got " + type);
    }

    @Test
    void numbersInFloat64AreExact() {
        NDArray x = manager.create(new double[] {0});
        NDArray scalar = manager.create(0.0);
        double third = 1.0 / 3;
        assertThat(ops.toHost(ops.fill(x, third, 2))).containsExactly(third, third);
        assertThat(ops.toHost(ops.constant(x, new double[] {third}, 1))).containsExactly(third);
        assertThat(ops.toHost(ops.shift(x, third))).containsExactly(third);
        assertThat(ops.toHost(ops.shift(scalar, third))).containsExactly(third);
        assertThat(ops.toHost(ops.scale(ops.shift(x, 1), third))).containsExactly(third);
    }

    @Test
    void softplusInFloat64IsExactWhereTheEnginesOwnIsNot() {
        NDArray x = manager.create(new double[] {-40, 19.5, 20.5, 25, 1e4, -1e4});
        double[] expected = {
            Math.log1p(Math.exp(-40)),
            19.5 + Math.log1p(Math.exp(-19.5)),
            20.5 + Math.log1p(Math.exp(-20.5)),
            25,
            1e4,
            0
        };
        expected[3] += Math.log1p(Math.exp(-25));
        assertThat(ops.toHost(ops.softplus(x))).containsExactly(expected, within(1e-14));
    }

    @Test
    void aRangeCountsOnWhereFloat32Ends() {
        NDArray range = ops.range(manager.create(0f), (1 << 24) + 3);
        assertThat(range.getShape()).isEqualTo(new Shape((1 << 24) + 3));
        assertThat(ops.toHost(ops.slice(range, 0, 1 << 24, (1 << 24) + 3)))
                .containsExactly(1 << 24, (1 << 24) + 1, (1 << 24) + 2);
    }

    @Test
    void anIndexOutOfRangeIsOneSentence() {
        NDArray x = Operand.MATRIX.in(manager, DataType.FLOAT32);
        NDArray index = manager.create(new long[] {0, 3});
        assertThatThrownBy(() -> ops.pick(x, index))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("index must be in [0, 3), got 3");
    }

    @Test
    void indicatorsAreBooleans() {
        NDArray x = Operand.MATRIX.in(manager, DataType.FLOAT32);
        assertThat(ops.kind(ops.greater(x, x))).isEqualTo(Kind.INDICATOR);
    }
}
