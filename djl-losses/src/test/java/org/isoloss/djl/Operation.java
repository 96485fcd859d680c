/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.isoloss.djl.Operand.COLUMN;
import static org.isoloss.djl.Operand.FACTOR;
import static org.isoloss.djl.Operand.INDEX;
import static org.isoloss.djl.Operand.INDEX_COLUMN;
import static org.isoloss.djl.Operand.INDICATOR;
import static org.isoloss.djl.Operand.MATRIX;
import static org.isoloss.djl.Operand.OTHER;
import static org.isoloss.djl.Operand.SCALAR;
import static org.isoloss.djl.Operand.VECTOR;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** One operation of the vocabulary; of two operands, where it needs but one, the second is left alone. */
record Operation(String name, boolean differentiable, Operand first, Operand second, On on) {

    /** What is computed. */
    interface On {
        NDArray of(DjlOps ops, NDArray a, NDArray b);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Operation smooth(String name, Operand first, Operand second, On on) {
        return new Operation(name, true, first, second, on);
    }

    private static Operation smooth(String name, BiFunction<DjlOps, NDArray, NDArray> map) {
        return smooth(name, MATRIX, SCALAR, (o, a, b) -> map.apply(o, a));
    }

    private static Operation flat(String name, Operand first, Operand second, On on) {
        return new Operation(name, false, first, second, on);
    }

    private static Operation flat(String name, BiFunction<DjlOps, NDArray, NDArray> map) {
        return flat(name, MATRIX, SCALAR, (o, a, b) -> map.apply(o, a));
    }

    static Stream<Operation> all() {
        return Stream.of(maps(), pairs(), shapes(), rows(), constants()).flatMap(List::stream);
    }

    private static List<Operation> maps() {
        return List.of(
                smooth("shift", (o, x) -> o.shift(x, 0.1)),
                smooth("shift of a scalar", SCALAR, SCALAR, (o, x, y) -> o.shift(x, 0.1)),
                smooth("scale", (o, x) -> o.scale(x, 0.1)),
                smooth("scale of a scalar", SCALAR, SCALAR, (o, x, y) -> o.scale(x, 0.1)),
                smooth("exp", DjlOps::exp),
                smooth("log", DjlOps::log),
                smooth("sqrt", DjlOps::sqrt),
                smooth("abs", DjlOps::abs),
                flat("sign", DjlOps::sign),
                smooth("neg", DjlOps::neg),
                smooth("square", DjlOps::square),
                smooth("relu", DjlOps::relu),
                smooth("log1p", DjlOps::log1p),
                smooth("softplus", DjlOps::softplus),
                smooth("sigmoid", DjlOps::sigmoid),
                smooth("logSigmoid", DjlOps::logSigmoid),
                flat("isFinite", DjlOps::isFinite),
                flat("stopGradient", DjlOps::stopGradient));
    }

    private static List<Operation> pairs() {
        return List.of(
                smooth("add", MATRIX, COLUMN, DjlOps::add),
                smooth("sub", COLUMN, MATRIX, DjlOps::sub),
                smooth("mul", MATRIX, SCALAR, DjlOps::mul),
                smooth("div", MATRIX, OTHER, DjlOps::div),
                smooth("maximum", MATRIX, OTHER, DjlOps::maximum),
                flat("greater", MATRIX, OTHER, DjlOps::greater),
                flat("equal", MATRIX, OTHER, DjlOps::equal),
                flat("not", INDICATOR, SCALAR, (o, a, b) -> o.not(a)),
                flat("and", INDICATOR, INDICATOR, DjlOps::and),
                flat("or", INDICATOR, INDICATOR, DjlOps::or),
                smooth("where", INDICATOR, MATRIX, (o, a, b) -> o.where(a, b, b)),
                smooth("where of a column", INDICATOR, COLUMN, (o, a, b) -> o.where(a, b, b)));
    }

    private static List<Operation> shapes() {
        return List.of(
                smooth("sum", (o, x) -> o.sum(x, true, 0)),
                smooth("sum over all", (o, x) -> o.sum(x, false, 0, -1)),
                smooth("max", (o, x) -> o.max(x, false, -1)),
                smooth("sumTo", (o, x) -> o.sumTo(x, 1, 3)),
                smooth("reshape", (o, x) -> o.reshape(x, x.size(), 1)),
                smooth("broadcastTo", VECTOR, SCALAR, (o, a, b) -> o.broadcastTo(a, 4, a.size())),
                smooth("slice", (o, x) -> o.slice(x, -1, 1, 2)),
                flat("slice of nothing", (o, x) -> o.slice(x, -1, 1, 1)),
                smooth("concat", MATRIX, OTHER, (o, a, b) -> o.concat(List.of(a, b), 0)),
                smooth("matmul", MATRIX, FACTOR, DjlOps::matmul),
                smooth("swapLast", DjlOps::swapLast));
    }

    private static List<Operation> rows() {
        return List.of(
                smooth("take", MATRIX, INDEX_COLUMN, DjlOps::take),
                smooth("pick", MATRIX, INDEX, DjlOps::pick),
                smooth("unpick", VECTOR, INDEX, (o, a, b) -> o.unpick(a, b, 4)),
                smooth("untake", COLUMN, INDEX_COLUMN, (o, a, b) -> o.untake(a, b, 4)),
                flat("oneHot", INDEX, SCALAR, (o, a, b) -> o.oneHot(a, 4)),
                flat("argSort", (o, x) -> o.argSort(x, true)),
                flat("argSort of one", COLUMN, SCALAR, (o, a, b) -> o.argSort(a, false)),
                smooth("cumSum", DjlOps::cumSum),
                smooth("logSumExp", DjlOps::logSumExp),
                smooth("logSoftmax", DjlOps::logSoftmax),
                smooth("softmax", DjlOps::softmax));
    }

    private static List<Operation> constants() {
        return List.of(
                flat("constant", (o, x) -> o.constant(x, new double[] {0.1, 2}, 2)),
                flat("constant index", INDEX, SCALAR, (o, a, b) -> o.constant(a, new double[] {1, 2}, 2)),
                flat("fill", (o, x) -> o.fill(x, 1, 2, 3)),
                flat("fill with a tenth", (o, x) -> o.fill(x, 0.1, 2, 3)),
                flat("range", (o, x) -> o.range(x, 3)),
                flat("toIndex", DjlOps::toIndex),
                flat("toFloat", INDEX, MATRIX, DjlOps::toFloat));
    }
}
