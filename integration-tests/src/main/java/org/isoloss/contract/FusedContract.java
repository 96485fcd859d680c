/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.composite.Weighted;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a loss keeps as a fused program: the reference's numbers, as nearly as their type allows, and the same bits for any number
 * of threads and any memory. A program runs or the test fails; nothing stands in for it.
 */
public abstract class FusedContract {

    private static final double DOUBLE = 1e-13;
    private static final double FLOAT_VALUE = 1e-6;
    private static final double FLOAT_GRADIENT = 2e-6;

    /** Sizes of which some equal the classes', the embedding's or the list's. */
    private static final int[] SQUARE = {3, 4, 5, 7};

    /** Beside the rows of a block: of products, and of a few columns. */
    private static final int[] COUPLED = {63, 64, 65, 97};

    private static final int[] SEPARATE = {1637, 1638, 1639, 3277};

    /** How many times as inexact as the frameworks' own operations a program may be where the numbers are hard. */
    private static final double NATIVE = 4;

    private static final int ROWS = 8;

    private final List<Loss> losses;

    protected FusedContract(List<Loss> losses) {
        this.losses = List.copyOf(losses);
        if (losses.isEmpty()) {
            throw new IllegalArgumentException("a contract must have a loss, got none");
        }
    }

    @TestFactory
    final Stream<DynamicTest> runsAsTheReferenceDoes() {
        return losses.stream().map(loss -> DynamicTest.dynamicTest(loss.toString(), () -> agrees(loss)));
    }

    @TestFactory
    final Stream<DynamicTest> givesTheSameBitsOnAnyThreadsAndMemory() {
        return losses.stream().map(loss -> DynamicTest.dynamicTest(loss.toString(), () -> isDetermined(loss)));
    }

    @TestFactory
    final Stream<DynamicTest> givesTheSameBitsInBothFrameworks() {
        return losses.stream()
                .filter(loss -> loss.reduction() != Reduction.NONE)
                .map(loss -> DynamicTest.dynamicTest(loss.toString(), () -> isTheSameEverywhere(loss)));
    }

    /** In DL4J it is the loss times the rows, which its layers divide by; of those there is a power of two. */
    private static void isTheSameEverywhere(Loss loss) {
        Batch<HostTensor> batch =
                Batch.of(ExampleInputs.seeded(26).withRows(ROWS).of(loss));
        for (boolean doubles : new boolean[] {true, false}) {
            FusedRoute core = new FusedRoute(new SpanOfHost.Memory(false, doubles));
            List<Route> bridges = Bridges.all(Execution.FUSED, doubles);
            requireSame("DJL", core.evaluate(loss, batch), bridges.get(0).evaluate(loss, batch));
            if (bridges.get(1).takes(loss, batch)) {
                Outcome sum = core.evaluate(new Weighted(ROWS, loss), batch);
                requireSame("DL4J", divided(sum), bridges.get(1).evaluate(loss, batch));
            }
        }
    }

    private static Outcome divided(Outcome sum) {
        return new Outcome(
                divided(sum.value()),
                sum.gradients().stream().map(FusedContract::divided).toList(),
                sum.inputs());
    }

    private static HostTensor divided(HostTensor x) {
        return HostTensor.of(Arrays.stream(x.toArray()).map(v -> v / ROWS).toArray(), x.shape());
    }

    private static void agrees(Loss loss) {
        List<Batch<HostTensor>> batches = new ArrayList<>(Examples.of(loss));
        batches.add(Batch.of(ExampleInputs.seeded(21).withRows(0).of(loss)));
        batches.add(Examples.plain(loss).withMask(HostTensor.of(new double[6], 6)));
        batches.add(Examples.plain(loss).withNormaliser(2.5));
        IntStream.of(SQUARE)
                .mapToObj(n -> Batch.of(ExampleInputs.seeded(22).withRows(n).of(loss)))
                .forEach(batches::add);
        IntStream.of(boundaries(loss))
                .mapToObj(n -> Batch.of(ExampleInputs.seeded(23).withRows(n).of(loss)))
                .forEach(batches::add);
        batches.forEach(batch -> agrees(loss, batch));
    }

    private static int[] boundaries(Loss loss) {
        return loss.signature().rows() == Rows.SEPARATE ? SEPARATE : COUPLED;
    }

    private static void agrees(Loss loss, Batch<HostTensor> batch) {
        Outcome expected = reference(loss, batch);
        String where = "of " + Arrays.toString(batch.inputs().get(0).shape());
        new Beside("float64 " + where, expected, fused(true, loss, batch, expected), () -> natives(loss, batch, true))
                .require(DOUBLE, DOUBLE);
        new Beside("float32 " + where, expected, fused(false, loss, batch, expected), () -> natives(loss, batch, false))
                .require(FLOAT_VALUE, FLOAT_GRADIENT);
    }

    /**
     * What should have come out beside what did.
     *
     * @param natives what the frameworks' operations give in the same type, which shows what the numbers allow: a difference
     *     of near numbers has few digits
     */
    private record Beside(String where, Outcome expected, Outcome actual, Supplier<List<Outcome>> natives) {

        void require(double value, double gradient) {
            for (int i = -1; i < expected.gradients().size(); i++) {
                Closeness.assertClose(
                        (i < 0 ? "value in " : "gradient %d in ".formatted(i)) + where,
                        part(expected, i),
                        part(actual, i),
                        allowed(i, i < 0 ? value : gradient));
            }
        }

        private double allowed(int i, double bound) {
            return distance(i, actual) <= bound
                    ? bound
                    : natives.get().stream()
                            .mapToDouble(other -> NATIVE * distance(i, other))
                            .reduce(bound, Math::max);
        }

        private double distance(int i, Outcome other) {
            return Closeness.distance(
                    part(expected, i).toArray(), part(other, i).toArray());
        }
    }

    private static List<Outcome> natives(Loss loss, Batch<HostTensor> batch, boolean doubles) {
        return LossContract.natives(doubles).stream()
                .map(route -> route.evaluate(loss, batch))
                .toList();
    }

    private static Outcome fused(boolean doubles, Loss loss, Batch<HostTensor> batch, Outcome like) {
        FusedRoute route = new FusedRoute(new SpanOfHost.Memory(false, doubles));
        return route.evaluate(loss, batch, like.value(), like.gradients());
    }

    /** The value, as number -1, or a gradient. */
    private static HostTensor part(Outcome outcome, int i) {
        return i < 0 ? outcome.value() : outcome.gradients().get(i);
    }

    private static Outcome reference(Loss loss, Batch<HostTensor> batch) {
        return LossContract.reference().evaluate(loss, batch);
    }

    private static void isDetermined(Loss loss) {
        for (int rows : boundaries(loss)) {
            Batch<HostTensor> batch =
                    Batch.of(ExampleInputs.seeded(24).withRows(rows).of(loss));
            Outcome like = new Outcome(zeros(loss, batch), batch.predictions(loss), batch.inputs());
            for (boolean doubles : new boolean[] {true, false}) {
                Outcome once = on(1, false, doubles).evaluate(loss, batch, like.value(), like.gradients());
                requireSame(
                        "off the heap",
                        once,
                        on(1, true, doubles).evaluate(loss, batch, like.value(), like.gradients()));
                for (int threads : new int[] {2, 3, 7}) {
                    requireSame(
                            threads + " threads",
                            once,
                            on(threads, false, doubles).evaluate(loss, batch, like.value(), like.gradients()));
                }
            }
        }
    }

    private static HostTensor zeros(Loss loss, Batch<HostTensor> batch) {
        return new Evaluator<>(new HostOps()).value(loss, batch);
    }

    /** Where every stage of more than one chunk is shared, however short. */
    private static FusedRoute on(int threads, boolean direct, boolean doubles) {
        return new FusedRoute(new FusedEvaluator(threads, 1, 0), new SpanOfHost.Memory(direct, doubles));
    }

    private static void requireSame(String what, Outcome expected, Outcome actual) {
        Closeness.assertWithin("value with " + what, expected.value(), actual.value(), 0);
        for (int i = 0; i < expected.gradients().size(); i++) {
            Closeness.assertWithin(
                    "gradient %d with %s".formatted(i, what),
                    expected.gradients().get(i),
                    actual.gradients().get(i),
                    0);
        }
    }
}
