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
        return List.of(
                new EvaluatorRoute<HostTensor>(Route.Role.REFERENCE, Backends::core, b -> new Evaluator<>(b.ops())),
                new EvaluatorRoute<NDArray>(
                        Route.Role.BACKEND, () -> Backends.djl(DataType.FLOAT64), b -> new Evaluator<>(b.ops())),
                new EvaluatorRoute<NDArray>(
                        Route.Role.BACKEND, () -> Backends.djl(DataType.FLOAT32), b -> new Evaluator<>(b.ops())),
                new EvaluatorRoute<INDArray>(
                        Route.Role.BACKEND,
                        () -> Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.DOUBLE),
                        b -> new Evaluator<>(b.ops())),
                new EvaluatorRoute<INDArray>(
                        Route.Role.BACKEND,
                        () -> Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.FLOAT),
                        b -> new Evaluator<>(b.ops())),
                new FusedRoute(new SpanOfHost.Memory(false, true)),
                new FusedRoute(new SpanOfHost.Memory(true, true)),
                new FusedRoute(new SpanOfHost.Memory(false, false)),
                new FusedRoute(new SpanOfHost.Memory(true, false)),
                DjlRoutes.autograd(new DjlOps()),
                Bridges.djl(Execution.AUTO, true),
                Bridges.dl4j(Execution.AUTO, true),
                Bridges.djl(Execution.NATIVE, true),
                Bridges.dl4j(Execution.NATIVE, true));
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
