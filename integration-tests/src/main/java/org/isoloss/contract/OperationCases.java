/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/** The expressions that every backend must compute as the host does. */
final class OperationCases {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /** Magnitudes at which careless formulas fail. */
    private static final double[] AWKWARD = {
        -1e4, -104, -88, -40, -20, -1, -0x1p-30, 0, 0x1p-30, 0.5, 1, 20, 40, 88, 104, 1e4
    };

    /** Pairs of shapes that broadcast, the degenerate ones too. */
    private static final List<long[][]> PAIRS = List.of(
            pair(new long[] {2, 3}, new long[] {2, 3}),
            pair(new long[] {2, 3}, new long[] {3}),
            pair(new long[] {3}, new long[] {2, 3}),
            pair(new long[] {2, 1}, new long[] {1, 3}),
            pair(new long[] {2, 3}, new long[] {}),
            pair(new long[] {}, new long[] {2, 3}),
            pair(new long[] {}, new long[] {}),
            pair(new long[] {1, 1}, new long[] {5}),
            pair(new long[] {5}, new long[] {1, 1}),
            pair(new long[] {1}, new long[] {}),
            pair(new long[] {2, 1, 3}, new long[] {4, 1}));

    private OperationCases() {}

    private static long[][] pair(long[] a, long[] b) {
        return new long[][] {a, b};
    }

    static List<OperationCase> all() {
        return Stream.of(pairwise(), elementwise(), choice(), reductions(), movements(), lookUps(), rows(), making())
                .flatMap(List::stream)
                .toList();
    }

    private static OperationCase of(
            String name, BiFunction<TensorOps<Object>, List<Object>, Object> expression, HostTensor... inputs) {
        return new OperationCase(name, List.of(inputs), expression);
    }

    /** Numbers that float32 has, different for each seed. */
    private static HostTensor some(long seed, long... shape) {
        Random random = new Random(seed);
        double[] data = new double[(int) Shapes.size(shape)];
        Arrays.setAll(data, i -> (float) (2 * random.nextGaussian()));
        return HostTensor.of(data, shape);
    }

    private static HostTensor of(double... data) {
        return HostTensor.of(data, data.length);
    }

    private static HostTensor index(long bound, long... shape) {
        return HostTensor.indices(
                new Random(bound).longs(Shapes.size(shape), 0, bound).toArray(), shape);
    }

    private static List<OperationCase> pairwise() {
        Map<String, BiFunction<TensorOps<Object>, List<Object>, Object>> operations = Map.of(
                "add", (o, x) -> o.add(x.get(0), x.get(1)),
                "sub", (o, x) -> o.sub(x.get(0), x.get(1)),
                "mul", (o, x) -> o.mul(x.get(0), x.get(1)),
                "div", (o, x) -> o.div(x.get(0), x.get(1)),
                "maximum", (o, x) -> o.maximum(x.get(0), x.get(1)),
                "greater", (o, x) -> o.greater(x.get(0), x.get(1)),
                "equal", (o, x) -> o.equal(x.get(0), x.get(1)));
        List<OperationCase> cases = new ArrayList<>();
        operations.forEach((name, operation) -> {
            for (long[][] shapes : PAIRS) {
                cases.add(of(name, operation, some(1, shapes[0]), some(2, shapes[1])));
            }
            cases.add(of(name + " on itself", operation, some(1, 2, 3), some(1, 2, 3)));
            cases.add(of(
                    name + " of what is not finite",
                    operation,
                    of(NAN, 1, NAN, INF, -INF, INF, 0),
                    of(1, NAN, NAN, INF, INF, 2, 0)));
        });
        cases.add(of("greater", (o, x) -> o.greater(x.get(0), x.get(1)), index(5, 4, 1), index(4, 3)));
        cases.add(of("equal", (o, x) -> o.equal(x.get(0), x.get(1)), index(3, 4, 1), index(2, 3)));
        cases.add(of("addTo", (o, x) -> o.addTo(o.add(x.get(0), x.get(1)), x.get(1)), some(1, 2, 3), some(2, 2, 3)));
        return cases;
    }

    private static List<OperationCase> elementwise() {
        HostTensor all = of(AWKWARD);
        HostTensor positive = of(Arrays.stream(AWKWARD).filter(v -> v >= 0).toArray());
        HostTensor above = of(Arrays.stream(AWKWARD).filter(v -> v >= -1).toArray());
        return List.of(
                of("exp", (o, x) -> o.exp(x.get(0)), of(-1e4, -104, -20, -1, 0, 0x1p-30, 1, 20, 80, -INF, NAN)),
                of("log", (o, x) -> o.log(x.get(0)), positive),
                of("log of what has none", (o, x) -> o.log(x.get(0)), of(-1, INF, NAN)),
                of("sqrt", (o, x) -> o.sqrt(x.get(0)), positive),
                of("abs", (o, x) -> o.abs(x.get(0)), all),
                of("sign", (o, x) -> o.sign(x.get(0)), all),
                of("neg", (o, x) -> o.neg(x.get(0)), all),
                of("square", (o, x) -> o.square(x.get(0)), all),
                of("relu", (o, x) -> o.relu(x.get(0)), all),
                of("relu of NaN", (o, x) -> o.relu(x.get(0)), of(NAN, -1)),
                of("log1p", (o, x) -> o.log1p(x.get(0)), above),
                of("log1p of small numbers alone", (o, x) -> o.log1p(x.get(0)), of(0x1p-30, -0x1p-28, 0x1p-60)),
                of("softplus", (o, x) -> o.softplus(x.get(0)), all),
                of("softplus of small results alone", (o, x) -> o.softplus(x.get(0)), of(-20, -30, -40)),
                of("sigmoid", (o, x) -> o.sigmoid(x.get(0)), all),
                of("sigmoid of small results alone", (o, x) -> o.sigmoid(x.get(0)), of(-20, -30, -40)),
                of("logSigmoid", (o, x) -> o.logSigmoid(x.get(0)), all),
                of("logSigmoid of small results alone", (o, x) -> o.logSigmoid(x.get(0)), of(20, 30, 40)),
                of("isFinite", (o, x) -> o.isFinite(x.get(0)), of(0, INF, -INF, NAN, 1e30)),
                of("shift by a tenth", (o, x) -> o.shift(x.get(0), 0.1), some(1, 2, 3)),
                of("shift of a scalar", (o, x) -> o.shift(x.get(0), 0.1), some(1)),
                of("scale by a tenth", (o, x) -> o.scale(x.get(0), 0.1), some(1, 2, 3)),
                of("scale of a scalar", (o, x) -> o.scale(x.get(0), 0.1), some(1)),
                of("stopGradient", (o, x) -> o.stopGradient(x.get(0)), some(1, 2, 3)));
    }

    private static List<OperationCase> choice() {
        BiFunction<TensorOps<Object>, List<Object>, Object> where =
                (o, x) -> o.where(o.greater(x.get(0), o.fill(x.get(0), 0)), x.get(1), x.get(2));
        return List.of(
                of("where", where, some(1, 2, 3), some(2, 2, 3), some(3, 2, 3)),
                of("where", where, some(1, 2, 1), some(2), some(3, 3)),
                of("where", where, some(1), some(2, 2, 3), some(3, 3)),
                of("where", where, some(1, 2, 3), index(5, 3), index(4, 2, 1)),
                of("where beside NaN", where, of(1, -1, 1, -1), of(1, NAN, 2, INF), of(NAN, 3, -INF, 4)),
                of("not", (o, x) -> o.not(o.equal(x.get(0), x.get(1))), index(3, 6), index(2, 6)),
                of(
                        "and",
                        (o, x) -> o.and(o.equal(x.get(0), x.get(1)), o.greater(x.get(0), x.get(2))),
                        index(3, 4, 1),
                        index(2, 5),
                        index(4, 5)),
                of(
                        "or",
                        (o, x) -> o.or(o.equal(x.get(0), x.get(1)), o.greater(x.get(0), x.get(2))),
                        index(3, 4, 1),
                        index(2, 5),
                        index(4, 5)));
    }

    private static List<OperationCase> reductions() {
        List<OperationCase> cases = new ArrayList<>();
        HostTensor x234 = some(1, 2, 3, 4);
        for (boolean keep : new boolean[] {true, false}) {
            for (int[] axes : new int[][] {{}, {0}, {1}, {-1}, {0, 2}, {-3, -2}, {0, 1, 2}}) {
                cases.add(of("sum over " + Arrays.toString(axes), (o, x) -> o.sum(x.get(0), keep, axes), x234));
            }
            for (int axis : new int[] {0, 1, -1}) {
                cases.add(of("max over " + axis, (o, x) -> o.max(x.get(0), keep, axis), x234));
            }
            cases.add(of("sum of a vector", (o, x) -> o.sum(x.get(0), keep, 0), some(1, 5)));
            cases.add(of("max of a vector", (o, x) -> o.max(x.get(0), keep, 0), some(1, 5)));
        }
        double[] many = new double[1 << 20];
        Arrays.setAll(many, i -> (float) (0.1 + i * 1e-7));
        cases.add(of("sum of a million", (o, x) -> o.sum(x.get(0), false, 0), of(many)));
        cases.add(of(
                "max beside NaN and infinities",
                (o, x) -> o.max(x.get(0), false, -1),
                HostTensor.of(new double[] {1, NAN, 2, -INF, -INF, -INF, 5, INF, 1, 3, 3, 3}, 4, 3)));
        cases.add(of("sumTo", (o, x) -> o.sumTo(x.get(0), 3, 1), x234));
        cases.add(of("sumTo a scalar", (o, x) -> o.sumTo(x.get(0)), x234));
        cases.add(of("sumTo its own shape", (o, x) -> o.sumTo(x.get(0), 2, 3, 4), x234));
        return cases;
    }

    private static List<OperationCase> movements() {
        HostTensor x23 = some(1, 2, 3);
        return List.of(
                of("reshape", (o, x) -> o.reshape(x.get(0), 3, 2), x23),
                of("reshape of a transposed matrix", (o, x) -> o.reshape(o.swapLast(x.get(0)), 6), x23),
                of("reshape to a scalar", (o, x) -> o.reshape(x.get(0)), some(1, 1, 1)),
                of("reshape of a scalar", (o, x) -> o.reshape(x.get(0), 1, 1), some(1)),
                of("reshape", (o, x) -> o.reshape(x.get(0), 3, 2), index(5, 6)),
                of("broadcastTo", (o, x) -> o.broadcastTo(x.get(0), 4, 2, 3), some(1, 2, 1)),
                of("broadcastTo from a scalar", (o, x) -> o.broadcastTo(x.get(0), 2, 3), some(1)),
                of("broadcastTo from one element", (o, x) -> o.broadcastTo(x.get(0), 2, 3), some(1, 1)),
                of("broadcastTo", (o, x) -> o.broadcastTo(x.get(0), 4, 3), index(5, 3)),
                of(
                        "broadcastTo of indicators",
                        (o, x) -> o.broadcastTo(o.equal(x.get(0), x.get(1)), 4, 3),
                        index(3, 3),
                        index(2, 3)),
                of("slice", (o, x) -> o.slice(x.get(0), 1, 1, 3), some(1, 2, 4)),
                of("slice of one", (o, x) -> o.slice(x.get(0), -2, 1, 2), some(1, 3, 4)),
                of("slice", (o, x) -> o.slice(x.get(0), 0, 2, 5), index(9, 6)),
                of("concat", (o, x) -> o.concat(x, 0), some(1, 2, 3), some(2, 1, 3), some(3, 3, 3)),
                of("concat", (o, x) -> o.concat(x, -1), some(1, 2, 3), some(2, 2, 1)),
                of("concat", (o, x) -> o.concat(x, 0), index(5, 2), index(4, 3)),
                of("concat beside nothing", (o, x) -> o.concat(List.of(o.slice(x.get(0), 1, 0, 0), x.get(0)), 1), x23),
                of("swapLast", (o, x) -> o.swapLast(x.get(0)), x23),
                of("swapLast", (o, x) -> o.swapLast(x.get(0)), some(1, 2, 3, 4)),
                of("matmul", (o, x) -> o.matmul(x.get(0), x.get(1)), x23, some(2, 3, 4)),
                of("matmul of columns", (o, x) -> o.matmul(x.get(0), x.get(1)), some(1, 3, 1), some(2, 1, 2)),
                of("matmul of the transposed", (o, x) -> o.matmul(o.swapLast(x.get(0)), x.get(1)), x23, some(2, 2, 4)),
                of("sum of the transposed", (o, x) -> o.sum(o.swapLast(x.get(0)), false, 0), x23),
                of("exp of a slice", (o, x) -> o.exp(o.slice(x.get(0), 1, 1, 2)), x23));
    }

    private static List<OperationCase> lookUps() {
        return List.of(
                of("take with repetitions", (o, x) -> o.take(x.get(0), x.get(1)), some(1, 3, 5), index(5, 3, 8)),
                of("take from a vector", (o, x) -> o.take(x.get(0), x.get(1)), some(1, 5), index(5, 9)),
                of("take", (o, x) -> o.take(x.get(0), x.get(1)), some(1, 2, 3, 5), index(5, 2, 3, 4)),
                of("take of indices", (o, x) -> o.take(x.get(0), x.get(1)), index(9, 3, 5), index(5, 3, 4)),
                of(
                        "take from the transposed",
                        (o, x) -> o.take(o.swapLast(x.get(0)), x.get(1)),
                        some(1, 5, 3),
                        index(5, 3, 2)),
                of("pick", (o, x) -> o.pick(x.get(0), x.get(1)), some(1, 3, 5), index(5, 3)),
                of("pick from one class", (o, x) -> o.pick(x.get(0), x.get(1)), some(1, 3, 1), index(1, 3)),
                of("pick", (o, x) -> o.pick(x.get(0), x.get(1)), some(1, 2, 3, 5), index(5, 2, 3)),
                of("unpick", (o, x) -> o.unpick(x.get(0), x.get(1), 5), some(1, 4), index(5, 4)),
                of("unpick of one class", (o, x) -> o.unpick(x.get(0), x.get(1), 1), some(1, 4), index(1, 4)),
                of("untake with repetitions", (o, x) -> o.untake(x.get(0), x.get(1), 4), some(1, 3, 9), index(4, 3, 9)),
                of("oneHot", (o, x) -> o.oneHot(x.get(0), 4), index(4, 2, 3)),
                of("oneHot of one", (o, x) -> o.oneHot(x.get(0), 5), index(5, 1)),
                of("oneHot out of range", (o, x) -> o.oneHot(x.get(0), 3), HostTensor.indices(-1, 0, 3, 2)));
    }

    private static List<OperationCase> rows() {
        double[] ties = new Random(7).ints(150, 0, 6).asDoubleStream().toArray();
        HostTensor tied = HostTensor.of(ties, 3, 50);
        HostTensor wide = HostTensor.of(new double[] {0, 0, 800, 800, -1e4, 1e4, 0, 104, -104, 5, 5, 5}, 4, 3);
        HostTensor closed = HostTensor.of(new double[] {-INF, 1, 2, -INF, -INF, 0}, 2, 3);
        return List.of(
                of("argSort up", (o, x) -> o.argSort(x.get(0), false), some(1, 3, 50)),
                of("argSort up with ties", (o, x) -> o.argSort(x.get(0), false), tied),
                of("argSort down with ties", (o, x) -> o.argSort(x.get(0), true), tied),
                of("argSort of one", (o, x) -> o.argSort(x.get(0), true), some(1, 3, 1)),
                of("cumSum", (o, x) -> o.cumSum(x.get(0)), some(1, 3, 7)),
                of("cumSum", (o, x) -> o.cumSum(x.get(0)), some(1, 5)),
                of("logSumExp", (o, x) -> o.logSumExp(x.get(0)), some(1, 2, 3, 4)),
                of("logSumExp of large numbers", (o, x) -> o.logSumExp(x.get(0)), wide),
                of("logSumExp of a vector", (o, x) -> o.logSumExp(x.get(0)), some(1, 4)),
                of(
                        "logSumExp of -infinities",
                        (o, x) -> o.logSumExp(x.get(0)),
                        HostTensor.of(new double[] {-INF, -INF, -INF, 0}, 2, 2)),
                of("logSoftmax", (o, x) -> o.logSoftmax(x.get(0)), some(1, 2, 3, 4)),
                of("logSoftmax of large numbers", (o, x) -> o.logSoftmax(x.get(0)), wide),
                of("logSoftmax beside -infinity", (o, x) -> o.logSoftmax(x.get(0)), closed),
                of("logSoftmax of the transposed", (o, x) -> o.logSoftmax(o.swapLast(x.get(0))), some(1, 4, 3)),
                of("softmax", (o, x) -> o.softmax(x.get(0)), some(1, 2, 3, 4)),
                of("softmax of large numbers", (o, x) -> o.softmax(x.get(0)), wide));
    }

    private static List<OperationCase> making() {
        return List.of(
                of("constant", (o, x) -> o.constant(x.get(0), new double[] {0.1, 2, 3, 4, 5, 6}, 2, 3), some(1, 1)),
                of("constant scalar", (o, x) -> o.constant(x.get(0), new double[] {0.1}), some(1, 1)),
                of("constant indices", (o, x) -> o.constant(x.get(0), new double[] {7, 8}, 2), index(3, 1)),
                of("fill with a tenth", (o, x) -> o.fill(x.get(0), 0.1, 2, 3), some(1, 1)),
                of("fill with -infinity", (o, x) -> o.fill(x.get(0), -INF, 2), some(1, 1)),
                of("fill of nothing", (o, x) -> o.fill(x.get(0), 1, 0, 3), some(1, 1)),
                of("slice to nothing", (o, x) -> o.slice(x.get(0), 0, 1, 1), some(1, 2, 3)),
                of("fill scalar", (o, x) -> o.fill(x.get(0), 0.1), some(1, 1)),
                of("fill indices", (o, x) -> o.fill(x.get(0), 3, 2, 2), index(3, 1)),
                of("range", (o, x) -> o.range(x.get(0), 7), some(1, 1)),
                of("toFloat", (o, x) -> o.toFloat(x.get(0), x.get(1)), index(9, 2, 3), some(1, 1)),
                of(
                        "toFloat of indicators",
                        (o, x) -> o.toFloat(o.equal(x.get(0), x.get(0)), x.get(1)),
                        index(9, 2, 3),
                        some(1, 1)),
                of("toIndex cuts off", (o, x) -> o.toIndex(x.get(0)), of(0, 1.9, -1.9, 3)),
                of("toIndex of indicators", (o, x) -> o.toIndex(o.equal(x.get(0), x.get(1))), index(3, 6), index(2, 6)),
                of(
                        "what a shape says",
                        (o, x) -> o.constant(
                                x.get(0),
                                LongStream.of(o.shape(x.get(0)))
                                        .asDoubleStream()
                                        .toArray(),
                                o.shape(x.get(0)).length),
                        some(1, 2, 3, 4)));
    }
}
