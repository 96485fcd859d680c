/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.host;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/** The vocabulary in plain double loops. */
public final class HostOps implements TensorOps<HostTensor> {

    @Override
    public String name() {
        return "core";
    }

    @Override
    public Kind kind(HostTensor x) {
        return x.kind();
    }

    @Override
    public long[] shape(HostTensor x) {
        return x.shape();
    }

    @Override
    public double[] toHost(HostTensor x) {
        return x.toArray();
    }

    // ---- making arrays ----

    @Override
    public HostTensor constant(HostTensor like, double[] values, long... shape) {
        return HostTensor.of(like.kind(), values.clone(), shape);
    }

    @Override
    public HostTensor range(HostTensor like, long n) {
        return HostTensor.indices(IntStream.range(0, Math.toIntExact(n)).toArray());
    }

    @Override
    public HostTensor toFloat(HostTensor x, HostTensor like) {
        return HostTensor.of(Kind.FLOAT, x.data(), x.shape());
    }

    @Override
    public HostTensor toIndex(HostTensor x) {
        return HostTensor.of(Kind.INDEX, map(x, v -> (long) v).data(), x.shape());
    }

    // ---- arithmetic and elementwise maps ----

    @Override
    public HostTensor add(HostTensor a, HostTensor b) {
        return zip(a, b, (x, y) -> x + y);
    }

    @Override
    public HostTensor sub(HostTensor a, HostTensor b) {
        return zip(a, b, (x, y) -> x - y);
    }

    @Override
    public HostTensor mul(HostTensor a, HostTensor b) {
        return zip(a, b, (x, y) -> x * y);
    }

    @Override
    public HostTensor div(HostTensor a, HostTensor b) {
        return zip(a, b, (x, y) -> x / y);
    }

    @Override
    public HostTensor shift(HostTensor x, double by) {
        return map(x, v -> v + by);
    }

    @Override
    public HostTensor scale(HostTensor x, double by) {
        return map(x, v -> v * by);
    }

    @Override
    public HostTensor exp(HostTensor x) {
        return map(x, Math::exp);
    }

    @Override
    public HostTensor log(HostTensor x) {
        return map(x, Math::log);
    }

    @Override
    public HostTensor log1p(HostTensor x) {
        return map(x, Math::log1p);
    }

    @Override
    public HostTensor sqrt(HostTensor x) {
        return map(x, Math::sqrt);
    }

    @Override
    public HostTensor abs(HostTensor x) {
        return map(x, Math::abs);
    }

    @Override
    public HostTensor sign(HostTensor x) {
        return map(x, Math::signum);
    }

    @Override
    public HostTensor maximum(HostTensor a, HostTensor b) {
        return zip(a, b, Math::max);
    }

    // ---- choice ----

    @Override
    public HostTensor greater(HostTensor a, HostTensor b) {
        return indicator(zip(a, b, (x, y) -> x > y ? 1 : 0));
    }

    @Override
    public HostTensor equal(HostTensor a, HostTensor b) {
        return indicator(zip(a, b, (x, y) -> x == y ? 1 : 0));
    }

    @Override
    public HostTensor not(HostTensor indicator) {
        return map(indicator, v -> 1 - v);
    }

    @Override
    public HostTensor and(HostTensor a, HostTensor b) {
        return zip(a, b, (x, y) -> x * y);
    }

    @Override
    public HostTensor where(HostTensor indicator, HostTensor yes, HostTensor no) {
        long[] shape = Shapes.broadcast(indicator.shape(), Shapes.broadcast(yes.shape(), no.shape()));
        double[] holds = broadcastTo(indicator, shape).data();
        double[] a = broadcastTo(yes, shape).data();
        double[] b = broadcastTo(no, shape).data();
        double[] y = new double[holds.length];
        Arrays.setAll(y, i -> holds[i] != 0 ? a[i] : b[i]);
        return HostTensor.of(yes.kind(), y, shape);
    }

    // ---- reductions, shapes, products ----

    @Override
    public HostTensor sum(HostTensor x, boolean keep, int... axes) {
        long[] kept = Shapes.reduce(x.shape(), true, axes);
        int[] to = sources(x.shape(), kept);
        double[] y = new double[(int) Shapes.size(kept)];
        double[] lost = new double[y.length]; // what each addition rounds away, so that length costs no digits
        for (int i = 0; i < to.length; i++) {
            double v = x.data()[i];
            double before = y[to[i]];
            double after = before + v;
            double added = after - before;
            lost[to[i]] += (before - (after - added)) + (v - added);
            y[to[i]] = after;
        }
        Arrays.setAll(y, i -> Double.isFinite(y[i]) ? y[i] + lost[i] : y[i]);
        return HostTensor.of(x.kind(), y, Shapes.reduce(x.shape(), keep, axes));
    }

    @Override
    public HostTensor max(HostTensor x, boolean keep, int axis) {
        long[] kept = Shapes.reduce(x.shape(), true, axis);
        int[] to = sources(x.shape(), kept);
        double[] y = new double[(int) Shapes.size(kept)];
        Arrays.fill(y, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < to.length; i++) {
            y[to[i]] = Math.max(y[to[i]], x.data()[i]);
        }
        return HostTensor.of(x.kind(), y, Shapes.reduce(x.shape(), keep, axis));
    }

    @Override
    public HostTensor reshape(HostTensor x, long... shape) {
        return HostTensor.of(x.kind(), x.data(), shape.clone());
    }

    @Override
    public HostTensor broadcastTo(HostTensor x, long... shape) {
        int[] from = sources(shape, x.shape());
        double[] y = new double[from.length];
        Arrays.setAll(y, i -> x.data()[from[i]]);
        return HostTensor.of(x.kind(), y, shape);
    }

    @Override
    public HostTensor slice(HostTensor x, int axis, long from, long to) {
        long[] shape = Shapes.with(x.shape(), axis, to - from);
        int inner = inner(x.shape(), axis);
        int row = inner * (int) x.shape()[Shapes.axis(axis, shape.length)];
        int width = inner * (int) (to - from);
        double[] y = new double[(int) Shapes.size(shape)];
        for (int at = 0, r = 0; at < y.length; at += width, r++) {
            System.arraycopy(x.data(), r * row + inner * (int) from, y, at, width);
        }
        return HostTensor.of(x.kind(), y, shape);
    }

    @Override
    public HostTensor concat(List<HostTensor> parts, int axis) {
        int a = Shapes.axis(axis, parts.get(0).shape().length);
        long[] shape = Shapes.with(
                parts.get(0).shape(),
                a,
                parts.stream().mapToLong(p -> p.shape()[a]).sum());
        double[] y = new double[(int) Shapes.size(shape)];
        int row = inner(shape, a) * (int) shape[a];
        int start = 0;
        for (HostTensor part : parts) {
            int width = inner(shape, a) * (int) part.shape()[a];
            for (int r = 0; width > 0 && r < part.data().length / width; r++) {
                System.arraycopy(part.data(), r * width, y, r * row + start, width);
            }
            start += width;
        }
        return HostTensor.of(parts.get(0).kind(), y, shape);
    }

    @Override
    public HostTensor matmul(HostTensor a, HostTensor b) {
        int n = (int) a.shape()[0];
        int depth = (int) a.shape()[1];
        int m = (int) b.shape()[1];
        double[] y = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < depth; k++) {
                for (int j = 0; j < m; j++) {
                    y[i * m + j] += a.data()[i * depth + k] * b.data()[k * m + j];
                }
            }
        }
        return HostTensor.of(Kind.FLOAT, y, n, m);
    }

    @Override
    public HostTensor swapLast(HostTensor x) {
        long[] shape = Shapes.swapLast(x.shape());
        int m = (int) Shapes.last(shape);
        int n = (int) Shapes.last(x.shape());
        double[] y = new double[x.data().length];
        for (int at = 0; at < y.length; at++) {
            int matrix = at / (n * m);
            int i = at / m % n;
            int j = at % m;
            y[at] = x.data()[matrix * n * m + j * n + i];
        }
        return HostTensor.of(x.kind(), y, shape);
    }

    // ---- along the last axis ----

    @Override
    public HostTensor take(HostTensor x, HostTensor index) {
        int depth = (int) Shapes.last(x.shape());
        int width = (int) Shapes.last(index.shape());
        double[] y = new double[index.data().length];
        for (int i = 0; i < y.length; i++) {
            int k = (int) index.data()[i];
            if (k < 0 || k >= depth) {
                throw new IllegalArgumentException("index must be in [0, %d), got %d at %d".formatted(depth, k, i));
            }
            y[i] = x.data()[i / width * depth + k];
        }
        return HostTensor.of(x.kind(), y, index.shape());
    }

    @Override
    public HostTensor argSort(HostTensor x, boolean descending) {
        int n = (int) Shapes.last(x.shape());
        double[] y = new double[x.data().length];
        for (int start = 0; start < y.length; start += n) {
            int first = start;
            Comparator<Integer> ascending = Comparator.comparingDouble(i -> x.data()[first + i]);
            int[] order = IntStream.range(0, n)
                    .boxed()
                    .sorted(descending ? ascending.reversed() : ascending)
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < n; i++) {
                y[start + i] = order[i];
            }
        }
        return HostTensor.of(Kind.INDEX, y, x.shape());
    }

    @Override
    public HostTensor cumSum(HostTensor x) {
        int n = (int) Shapes.last(x.shape());
        double[] y = x.toArray();
        for (int i = 0; i < y.length; i++) {
            y[i] += i % n == 0 ? 0 : y[i - 1];
        }
        return HostTensor.of(Kind.FLOAT, y, x.shape());
    }

    // ---- loops ----

    private static HostTensor map(HostTensor x, DoubleUnaryOperator f) {
        return HostTensor.of(x.kind(), Arrays.stream(x.data()).map(f).toArray(), x.shape());
    }

    private HostTensor zip(HostTensor a, HostTensor b, DoubleBinaryOperator f) {
        long[] shape = Shapes.broadcast(a.shape(), b.shape());
        double[] x = broadcastTo(a, shape).data();
        double[] y = broadcastTo(b, shape).data();
        double[] z = new double[x.length];
        Arrays.setAll(z, i -> f.applyAsDouble(x[i], y[i]));
        return HostTensor.of(a.kind(), z, shape);
    }

    private static HostTensor indicator(HostTensor x) {
        return HostTensor.of(Kind.INDICATOR, x.data(), x.shape());
    }

    /** How many elements one step along {@code axis} passes. */
    private static int inner(long[] shape, int axis) {
        return (int) Shapes.size(Arrays.copyOfRange(shape, Shapes.axis(axis, shape.length) + 1, shape.length));
    }

    /** For each element of an array of shape {@code big}, which element of one of shape {@code small} is broadcast to it. */
    private static int[] sources(long[] big, long[] small) {
        if (!Arrays.equals(Shapes.broadcast(big, small), big)) {
            throw new IllegalArgumentException(
                    "cannot broadcast %s to %s".formatted(Arrays.toString(small), Arrays.toString(big)));
        }
        int[] from = new int[(int) Shapes.size(big)];
        int period = 1;
        int stride = 1;
        for (int d = 1; d <= small.length && from.length > 0; d++) {
            int n = (int) small[small.length - d];
            for (int i = 0; i < from.length && n != 1; i++) {
                from[i] += i / period % n * stride;
            }
            period *= (int) big[big.length - d];
            stride *= n;
        }
        return from;
    }
}
