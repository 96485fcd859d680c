/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/**
 * Finds the input that makes a loss infinite or NaN, whatever the loss: of all numbers in order, the first so many are left and the
 * others made harmless, neutral or 1. With none of them the loss is finite, with all it is not, so bisection finds the number that
 * tips it, in about twenty evaluations for a million numbers.
 */
final class Suspects<T> {

    private final TensorOps<T> ops;
    private final Loss loss;
    private final Batch<T> batch;
    private final Predicate<Batch<T>> isFinite;

    Suspects(TensorOps<T> ops, Loss loss, Batch<T> batch, Predicate<Batch<T>> isFinite) {
        this.ops = ops;
        this.loss = loss;
        this.batch = batch;
        this.isFinite = isFinite;
    }

    /** The prediction to blame, or else the target; empty if no single number is. */
    Optional<NonFinite.Element> find() {
        return Stream.of(true, false)
                .map(this::bisect)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A number that does no harm in place of one of {@code domain}, of which there are {@code width} along the last axis. */
    private interface Harmless {
        double instead(Domain domain, long width);
    }

    private static final List<Harmless> HARMLESS = List.of(Domain::neutral, (domain, width) -> 1);

    private Optional<NonFinite.Element> bisect(boolean predictions) {
        int[] ports = IntStream.range(0, batch.inputs().size())
                .filter(p -> port(p).differentiable() == predictions)
                .toArray();
        Optional<Harmless> others =
                HARMLESS.stream().filter(h -> isFinite.test(with(ports, 0, h))).findFirst();
        return others.flatMap(h -> bisect(ports, h));
    }

    private Optional<NonFinite.Element> bisect(int[] ports, Harmless others) {
        long harmless = 0;
        long harmful =
                Arrays.stream(ports).mapToLong(p -> Shapes.size(shape(p))).sum();
        while (harmful - harmless > 1) {
            long middle = (harmless + harmful) / 2;
            if (isFinite.test(with(ports, middle, others))) {
                harmless = middle;
            } else {
                harmful = middle;
            }
        }
        return element(ports, harmless);
    }

    private Port port(int p) {
        return loss.signature().ports().get(p);
    }

    private long[] shape(int p) {
        return ops.shape(batch.inputs().get(p));
    }

    /** The batch with the first {@code left} numbers of {@code ports} as they are. */
    private Batch<T> with(int[] ports, long left, Harmless others) {
        List<T> inputs = new ArrayList<>(batch.inputs());
        for (int p : ports) {
            double[] values = ops.toHost(inputs.get(p));
            int from = (int) Math.max(0, Math.min(left, values.length));
            long[] shape = shape(p);
            long width = shape.length == 0 ? 1 : Shapes.last(shape);
            Arrays.fill(values, from, values.length, others.instead(port(p).domain(), width));
            T x = ops.constant(like(), values, shape);
            inputs.set(p, port(p).domain().kind() == Kind.INDEX ? ops.toIndex(x) : x);
            left -= values.length;
        }
        return batch.withInputs(inputs);
    }

    private T like() {
        return batch.predictions(loss).get(0);
    }

    private Optional<NonFinite.Element> element(int[] ports, long number) {
        for (int p : ports) {
            long size = Shapes.size(shape(p));
            if (number < size) {
                return Optional.of(element(p, Shapes.position(number, shape(p))));
            }
            number -= size;
        }
        return Optional.empty();
    }

    private NonFinite.Element element(int p, long... position) {
        double value = ops.toHost(batch.inputs().get(p))[Math.toIntExact(Shapes.broadcastOffset(position, shape(p)))];
        return new NonFinite.Element(
                port(p), value, Arrays.stream(position).boxed().toList());
    }

    /** What the targets are where {@code prediction} is. */
    List<NonFinite.Element> targets(NonFinite.Element prediction) {
        long[] at = prediction.position().stream().mapToLong(i -> i).toArray();
        long[] shape = shape(loss.signature().ports().indexOf(prediction.port()));
        return IntStream.range(0, batch.inputs().size())
                .filter(p -> !port(p).differentiable())
                .boxed()
                .flatMap(p -> Stream.of(-1, 1, at.length - 1)
                        .filter(axis -> axis < at.length && Arrays.equals(without(axis, shape), shape(p)))
                        .limit(1)
                        .map(axis -> element(p, without(axis, at))))
                .toList();
    }

    /** Labels have no axis of classes. */
    private static long[] without(int axis, long... x) {
        return IntStream.range(0, x.length)
                .filter(d -> d != axis)
                .mapToLong(d -> x[d])
                .toArray();
    }
}
