/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.Stream;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.djl.DjlOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a loss must keep, proved from its signature. The test of one's own loss is one line:
 *
 * <pre>{@code class PolyOneTest extends LossContract { PolyOneTest() { super(new PolyOne()); } }}</pre>
 */
public abstract class LossContract {

    private final List<Loss> losses;

    protected LossContract(Loss... losses) {
        this(List.of(losses));
    }

    protected LossContract(List<Loss> losses) {
        this.losses = List.copyOf(losses);
        if (losses.isEmpty()) {
            throw new IllegalArgumentException("a contract must have a loss, got none");
        }
    }

    /** Every way in which the library evaluates a loss. */
    public static List<Route> routes() {
        return Stream.of(
                        List.of(reference()),
                        natives(true),
                        natives(false),
                        List.<Route>of(
                                new FusedRoute(new SpanOfHost.Memory(false, true)),
                                new FusedRoute(new SpanOfHost.Memory(true, true)),
                                new FusedRoute(new SpanOfHost.Memory(false, false)),
                                new FusedRoute(new SpanOfHost.Memory(true, false)),
                                DjlRoutes.autograd(new DjlOps())),
                        Bridges.all(Execution.AUTO, true),
                        Bridges.all(Execution.NATIVE, true))
                .flatMap(List::stream)
                .toList();
    }

    /** What all others are compared with. */
    public static Route reference() {
        return new EvaluatorRoute<HostTensor>(Route.Role.REFERENCE, Backends::core, b -> new Evaluator<>(b.ops()));
    }

    /** The operations of DJL, then those of DL4J. */
    public static List<Route> natives(boolean doubles) {
        return List.of(
                new EvaluatorRoute<NDArray>(
                        Route.Role.BACKEND,
                        () -> Backends.djl(doubles ? DataType.FLOAT64 : DataType.FLOAT32),
                        b -> new Evaluator<>(b.ops())),
                new EvaluatorRoute<INDArray>(
                        Route.Role.BACKEND,
                        () -> Backends.dl4j(
                                doubles
                                        ? org.nd4j.linalg.api.buffer.DataType.DOUBLE
                                        : org.nd4j.linalg.api.buffer.DataType.FLOAT),
                        b -> new Evaluator<>(b.ops())));
    }

    @TestFactory
    final Stream<DynamicContainer> keeps() {
        return LossProperty.all().stream()
                .map(property -> DynamicContainer.dynamicContainer(
                        property.name(),
                        losses.stream()
                                .map(loss -> DynamicTest.dynamicTest(
                                        loss.toString(), () -> property.check().accept(new Subject(loss, routes()))))));
    }
}
