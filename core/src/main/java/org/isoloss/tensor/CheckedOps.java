/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary, watched: it remembers the first operation that made a NaN or an infinity out of finite numbers. An index out of
 * range is an error at once. It reads every array back, so it is for finding faults.
 *
 * <p>It serves one evaluation and one thread, as a tape does, which tells it by {@link #differentiate} when it goes backwards.
 */
public final class CheckedOps<T> extends ForwardingOps<T> {

    /** Who asked for an operation. */
    private record Asked(String operation, Optional<String> source) {}

    private final Predicate<Class<?>> isAuthor;
    private final IdentityHashMap<T, Asked> asked = new IdentityHashMap<>();
    private @Nullable Fault fault;
    private boolean backwards;
    private @Nullable Asked differentiated;

    /** @param isAuthor whose lines are worth naming */
    public CheckedOps(TensorOps<T> ops, Predicate<Class<?>> isAuthor) {
        super(ops);
        this.isAuthor = isAuthor;
    }

    /** The first operation that went wrong. */
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    /** What follows is the derivative of the operation that made {@code y}. */
    public void differentiate(T y) {
        backwards = true;
        differentiated = asked.get(y);
    }

    // ---- looking ----

    /** {@code y}, each element of which was made of one of each operand. */
    private T each(String operation, T y, List<T> operands) {
        note(operation, y);
        double[] values = watched(y);
        if (firstNotFinite(values).isPresent()) {
            List<double[]> given = operands.stream().map(ops::toHost).toList();
            for (int i = 0; i < values.length && fault == null; i++) {
                if (!Double.isFinite(values[i])) {
                    long[] position = Shapes.position(i, shape(y));
                    List<Double> x = at(position, operands, given);
                    if (x.stream().allMatch(Double::isFinite)) {
                        blame(operation, values[i], position, x);
                    }
                }
            }
        }
        return y;
    }

    /** {@code y}, whose elements were made of many. */
    private T along(String operation, T y, List<T> operands) {
        note(operation, y);
        double[] values = watched(y);
        firstNotFinite(values)
                .filter(i -> operands.stream()
                        .allMatch(x -> firstNotFinite(watched(x)).isEmpty()))
                .ifPresent(i -> blame(operation, values[i], Shapes.position(i, shape(y)), List.of()));
        return y;
    }

    /** What may be at fault: no number of an array that can't be, nor any once a fault is known. */
    private double[] watched(T x) {
        return fault == null && ops.kind(x) == Kind.FLOAT ? ops.toHost(x) : new double[0];
    }

    private static Optional<Integer> firstNotFinite(double[] values) {
        return IntStream.range(0, values.length)
                .filter(i -> !Double.isFinite(values[i]))
                .boxed()
                .findFirst();
    }

    private List<Double> at(long[] position, List<T> operands, List<double[]> given) {
        return IntStream.range(0, given.size())
                .mapToObj(k -> given.get(k)[Math.toIntExact(Shapes.broadcastOffset(position, shape(operands.get(k))))])
                .toList();
    }

    private void note(String operation, T y) {
        if (!backwards) {
            asked.put(y, new Asked(operation, line()));
        }
    }

    private void blame(String operation, double result, long[] position, List<Double> operands) {
        fault = new Fault(
                operation,
                operands,
                result,
                Fault.position(position),
                Optional.ofNullable(differentiated).map(Asked::operation),
                differentiated == null ? line() : differentiated.source());
    }

    private Optional<String> line() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(f -> isAuthor.test(f.getDeclaringClass()))
                        .map(f -> f.getFileName() + ":" + f.getLineNumber())
                        .findFirst());
    }

    private T inRange(T index, long depth) {
        double[] values = ops.toHost(index);
        IntStream.range(0, values.length)
                .filter(i -> values[i] < 0 || values[i] >= depth)
                .findFirst()
                .ifPresent(i -> {
                    throw new IllegalArgumentException("index must be in [0, %d), got %d at %s"
                            .formatted(depth, (long) values[i], Arrays.toString(Shapes.position(i, shape(index)))));
                });
        return index;
    }

    // ---- element by element ----

    @Override
    public T add(T a, T b) {
        return each("add", ops.add(a, b), List.of(a, b));
    }

    @Override
    public T sub(T a, T b) {
        return each("sub", ops.sub(a, b), List.of(a, b));
    }

    @Override
    public T mul(T a, T b) {
        return each("mul", ops.mul(a, b), List.of(a, b));
    }

    @Override
    public T div(T a, T b) {
        return each("div", ops.div(a, b), List.of(a, b));
    }

    @Override
    public T maximum(T a, T b) {
        return each("maximum", ops.maximum(a, b), List.of(a, b));
    }

    @Override
    public T shift(T x, double by) {
        return each("shift", ops.shift(x, by), List.of(x));
    }

    @Override
    public T scale(T x, double by) {
        return each("scale", ops.scale(x, by), List.of(x));
    }

    @Override
    public T exp(T x) {
        return each("exp", ops.exp(x), List.of(x));
    }

    @Override
    public T log(T x) {
        return each("log", ops.log(x), List.of(x));
    }

    @Override
    public T log1p(T x) {
        return each("log1p", ops.log1p(x), List.of(x));
    }

    @Override
    public T sqrt(T x) {
        return each("sqrt", ops.sqrt(x), List.of(x));
    }

    @Override
    public T abs(T x) {
        return each("abs", ops.abs(x), List.of(x));
    }

    @Override
    public T neg(T x) {
        return each("neg", ops.neg(x), List.of(x));
    }

    @Override
    public T relu(T x) {
        return each("relu", ops.relu(x), List.of(x));
    }

    @Override
    public T square(T x) {
        return each("square", ops.square(x), List.of(x));
    }

    @Override
    public T softplus(T x) {
        return each("softplus", ops.softplus(x), List.of(x));
    }

    @Override
    public T sigmoid(T x) {
        return each("sigmoid", ops.sigmoid(x), List.of(x));
    }

    @Override
    public T logSigmoid(T x) {
        return each("logSigmoid", ops.logSigmoid(x), List.of(x));
    }

    // ---- along an axis ----

    @Override
    public T sum(T x, boolean keep, int... axes) {
        return along("sum", ops.sum(x, keep, axes), List.of(x));
    }

    @Override
    public T max(T x, boolean keep, int axis) {
        return along("max", ops.max(x, keep, axis), List.of(x));
    }

    @Override
    public T matmul(T a, T b) {
        return along("matmul", ops.matmul(a, b), List.of(a, b));
    }

    @Override
    public T logSumExp(T x) {
        return along("logSumExp", ops.logSumExp(x), List.of(x));
    }

    @Override
    public T logSoftmax(T x) {
        return along("logSoftmax", ops.logSoftmax(x), List.of(x));
    }

    @Override
    public T softmax(T x) {
        return along("softmax", ops.softmax(x), List.of(x));
    }

    @Override
    public T cumSum(T x) {
        return along("cumSum", ops.cumSum(x), List.of(x));
    }

    @Override
    public T sumTo(T x, long... shape) {
        return along("sum", ops.sumTo(x, shape), List.of(x));
    }

    // ---- looking up ----

    @Override
    public T take(T x, T index) {
        return ops.take(x, inRange(index, Shapes.last(shape(x))));
    }

    @Override
    public T pick(T x, T index) {
        return ops.pick(x, inRange(index, Shapes.last(shape(x))));
    }

    @Override
    public T oneHot(T index, long depth) {
        return ops.oneHot(inRange(index, depth), depth);
    }

    @Override
    public T untake(T g, T index, long depth) {
        return along("untake", ops.untake(g, index, depth), List.of(g));
    }

    /** Not in place, so that a report can still look at {@code sum}. */
    @Override
    public T addTo(T sum, T x) {
        return add(sum, x);
    }
}
