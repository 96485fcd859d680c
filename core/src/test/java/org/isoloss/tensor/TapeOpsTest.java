/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule of the table against central differences, once and twice; and the kinks. */
class TapeOpsTest {

    private static final TensorOps<HostTensor> HOST = new HostOps();

    /** An expression in x [3, 4] and y [4], any backend. */
    private interface Expression extends BiFunction<TensorOps<Object>, List<Object>, Object> {}

    private static final Map<String, Expression> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put("add", (o, x) -> o.add(x.get(0), x.get(1)));
        TABLE.put("sub", (o, x) -> o.sub(x.get(0), x.get(1)));
        TABLE.put("mul", (o, x) -> o.mul(x.get(0), x.get(1)));
        TABLE.put("div", (o, x) -> o.div(x.get(0), o.shift(o.square(x.get(1)), 1)));
        TABLE.put("shift", (o, x) -> o.square(o.shift(x.get(0), 0.3)));
        TABLE.put("scale", (o, x) -> o.square(o.scale(x.get(0), -1.7)));
        TABLE.put("neg", (o, x) -> o.exp(o.neg(x.get(0))));
        TABLE.put("square", (o, x) -> o.square(o.square(x.get(0))));
        TABLE.put("addTo", (o, x) -> o.addTo(o.exp(x.get(0)), o.square(x.get(0))));
        TABLE.put("sumTo", (o, x) -> o.square(o.sumTo(x.get(0), 4)));
        TABLE.put("exp", (o, x) -> o.exp(x.get(0)));
        TABLE.put("log", (o, x) -> o.log(o.shift(o.square(x.get(0)), 0.5)));
        TABLE.put("log1p", (o, x) -> o.log1p(o.square(x.get(0))));
        TABLE.put("sqrt", (o, x) -> o.sqrt(o.shift(o.square(x.get(0)), 0.5)));
        TABLE.put("abs", (o, x) -> o.square(o.abs(x.get(0))));
        TABLE.put("relu", (o, x) -> o.square(o.relu(x.get(0))));
        TABLE.put("sigmoid", (o, x) -> o.sigmoid(x.get(0)));
        TABLE.put("softplus", (o, x) -> o.softplus(x.get(0)));
        TABLE.put("logSigmoid", (o, x) -> o.logSigmoid(x.get(0)));
        TABLE.put("maximum", (o, x) -> o.square(o.maximum(x.get(0), x.get(1))));
        TABLE.put("where", (o, x) -> o.where(o.greater(x.get(0), x.get(1)), o.exp(x.get(0)), o.square(x.get(1))));
        TABLE.put("sum", (o, x) -> o.square(o.sum(x.get(0), false, 0)));
        TABLE.put("max", (o, x) -> o.square(o.max(x.get(0), false, -1)));
        TABLE.put("reshape", (o, x) -> o.square(o.reshape(x.get(0), 2, 6)));
        TABLE.put("broadcastTo", (o, x) -> o.mul(o.broadcastTo(x.get(1), 3, 4), x.get(0)));
        TABLE.put("slice", (o, x) -> o.exp(o.slice(x.get(0), 1, 1, 3)));
        TABLE.put("concat", (o, x) -> o.square(o.concat(List.of(x.get(0), o.exp(x.get(0))), 0)));
        TABLE.put("matmul", (o, x) -> o.matmul(x.get(0), o.swapLast(o.square(x.get(0)))));
        TABLE.put("swapLast", (o, x) -> o.mul(o.swapLast(x.get(0)), o.exp(o.swapLast(x.get(0)))));
        TABLE.put("take", (o, x) -> o.square(o.take(x.get(0), repeated(o, x.get(0)))));
        TABLE.put("untake", (o, x) -> o.square(o.untake(x.get(0), repeated(o, x.get(0)), 5)));
        TABLE.put("pick", (o, x) -> o.exp(o.pick(x.get(0), o.range(x.get(0), 3))));
        TABLE.put("unpick", (o, x) -> o.square(o.unpick(x.get(1), o.range(x.get(0), 4), 5)));
        TABLE.put("cumSum", (o, x) -> o.square(o.cumSum(x.get(0))));
        TABLE.put("logSumExp", (o, x) -> o.square(o.logSumExp(x.get(0))));
        TABLE.put("logSoftmax", (o, x) -> o.square(o.logSoftmax(x.get(0))));
        TABLE.put("softmax", (o, x) -> o.square(o.softmax(x.get(0))));
    }

    /** Without a derivative, or without a value to differentiate. */
    private static final Set<String> CONSTANT = Set.of(
            "sign",
            "greater",
            "equal",
            "not",
            "and",
            "or",
            "isFinite",
            "argSort",
            "oneHot",
            "toFloat",
            "toIndex",
            "constant",
            "fill",
            "range",
            "stopGradient",
            "name",
            "kind",
            "shape",
            "toHost");

    /** {@code [3, 4]} indices below 4 in which some appear twice. */
    private static Object repeated(TensorOps<Object> o, Object like) {
        return o.toIndex(o.constant(like, new double[] {0, 1, 1, 3, 2, 2, 2, 0, 3, 3, 1, 1}, 3, 4));
    }

    @SuppressWarnings("unchecked")
    private static <T> T on(TensorOps<T> ops, Expression expression, List<T> inputs) {
        return (T) expression.apply((TensorOps<Object>) ops, (List<Object>) inputs);
    }

    private static List<HostTensor> inputs() {
        Random random = new Random(3);
        return List.of(
                HostTensor.of(random.doubles(12, -2, 2).toArray(), 3, 4),
                HostTensor.of(random.doubles(4, -2, 2).toArray(), 4));
    }

    @Test
    void everyOperationStandsInTheTable() {
        Set<String> missing = Arrays.stream(TensorOps.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(TABLE.keySet());
        missing.removeAll(CONSTANT);
        assertThat(missing).isEmpty();
        assertThat(TABLE).hasSize(37);
    }

    @TestFactory
    Stream<DynamicTest> everyRuleMatchesCentralDifferences() {
        return TABLE.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    List<HostTensor> gradients = gradients(HOST, e.getValue(), inputs());
                    compare(gradients, x -> Arrays.stream(
                                    on(HOST, e.getValue(), x).toArray())
                            .sum());
                }));
    }

    /** The derivative of the sum of squared gradients, by a tape over a tape. */
    @TestFactory
    Stream<DynamicTest> everyRuleCanBeDifferentiatedAgain() {
        return TABLE.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    TapeOps<HostTensor> outer = new TapeOps<>(HOST);
                    List<Traced<HostTensor>> x =
                            inputs().stream().map(outer::variable).toList();
                    List<Traced<HostTensor>> first = gradients(outer, e.getValue(), x);
                    Traced<HostTensor> squares = first.stream()
                            .map(g -> outer.sum(outer.square(g), false, Shapes.all(outer.shape(g))))
                            .reduce(outer::add)
                            .orElseThrow();
                    compare(outer.gradients(squares, x), at -> gradients(HOST, e.getValue(), at).stream()
                            .flatMapToDouble(g -> Arrays.stream(g.toArray()))
                            .map(v -> v * v)
                            .sum());
                }));
    }

    private static <T> List<T> gradients(TensorOps<T> ops, Expression expression, List<T> inputs) {
        TapeOps<T> tape = new TapeOps<>(ops);
        List<Traced<T>> variables = inputs.stream().map(tape::variable).toList();
        return tape.gradients(on(tape, expression, variables), variables);
    }

    private interface Summed {
        double of(List<HostTensor> inputs);
    }

    private static void compare(List<HostTensor> gradients, Summed value) {
        List<HostTensor> inputs = inputs();
        double h = 1e-5;
        for (int p = 0; p < inputs.size(); p++) {
            double[] g = gradients.get(p).toArray();
            double largest = Arrays.stream(g).map(Math::abs).max().orElse(0);
            for (int i = 0; i < g.length; i++) {
                double slope = (value.of(moved(inputs, p, i, h)) - value.of(moved(inputs, p, i, -h))) / (2 * h);
                assertThat(g[i]).isCloseTo(slope, within(1e-7 * (1 + largest)));
            }
        }
    }

    private static List<HostTensor> moved(List<HostTensor> inputs, int p, int i, double by) {
        List<HostTensor> moved = new java.util.ArrayList<>(inputs);
        double[] data = inputs.get(p).toArray();
        data[i] += by;
        moved.set(p, HostTensor.of(data, inputs.get(p).shape()));
        return moved;
    }

    private static double[] gradientAt(Expression expression, double... at) {
        return gradients(HOST, expression, List.of(HostTensor.of(at, at.length)))
                .get(0)
                .toArray();
    }

    @Test
    void kinksAreDecided() {
        assertThat(gradientAt((o, x) -> o.relu(x.get(0)), -1, 0, 1)).containsExactly(0, 0, 1);
        assertThat(gradientAt((o, x) -> o.abs(x.get(0)), -1, 0, 1)).containsExactly(-1, 0, 1);
        assertThat(gradientAt((o, x) -> o.sqrt(x.get(0)), 0, 4)).containsExactly(0, 0.25);
        assertThat(gradientAt((o, x) -> o.max(x.get(0), false, 0), 1, 3, 3)).containsExactly(0, 0.5, 0.5);
        assertThat(gradientAt((o, x) -> o.maximum(x.get(0), o.fill(x.get(0), 1)), 0, 1, 2))
                .containsExactly(0, 0.5, 1);
    }

    @Test
    void aRowOfMinusInfinitiesHasNoGradient() {
        double inf = Double.NEGATIVE_INFINITY;
        assertThat(gradientAt((o, x) -> o.logSumExp(x.get(0)), inf, inf)).containsExactly(0, 0);
        assertThat(gradientAt((o, x) -> o.logSumExp(x.get(0)), inf, 5)).containsExactly(0, 1);
    }

    @Test
    void nothingOfTheUnselectedSideComesThrough() {
        double[] g = gradientAt(
                (o, x) -> o.where(o.greater(x.get(0), o.fill(x.get(0), 0)), o.log(x.get(0)), o.fill(x.get(0), 0)),
                -1,
                2);
        assertThat(g[0]).isNotNaN();
        assertThat(g[1]).isEqualTo(0.5);
    }

    @Test
    void whatDoesNotMatterHasGradientZero() {
        TapeOps<HostTensor> tape = new TapeOps<>(HOST);
        Traced<HostTensor> x = tape.variable(inputs().get(0));
        Traced<HostTensor> unused = tape.variable(inputs().get(1));
        List<HostTensor> g = tape.gradients(tape.stopGradient(x), List.of(x, unused));
        assertThat(g.get(0).toArray()).containsOnly(0);
        assertThat(g.get(1).toArray()).containsOnly(0).hasSize(4);
    }
}
