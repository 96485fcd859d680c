/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.ValueAndGradients;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.contract.Bridges;
import org.isoloss.contract.Closeness;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.contract.Route;
import org.isoloss.host.HostTensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Compares losses in both frameworks with the core, on random inputs that are made from their signatures.
 *
 * @param seed of the inputs
 */
record Parity(long seed) {

    /** The float types that both frameworks compute in. */
    enum Precision {
        FLOAT64 {
            @Override
            Backend<?> djl() {
                return Backends.djl(ai.djl.ndarray.types.DataType.FLOAT64);
            }

            @Override
            Backend<?> dl4j() {
                return Backends.dl4j(DataType.DOUBLE);
            }

            @Override
            double limit(Limits limits) {
                return limits.float64();
            }
        },
        FLOAT32 {
            @Override
            Backend<?> djl() {
                return Backends.djl(ai.djl.ndarray.types.DataType.FLOAT32);
            }

            @Override
            Backend<?> dl4j() {
                return Backends.dl4j(DataType.FLOAT);
            }

            @Override
            double limit(Limits limits) {
                return limits.float32();
            }
        };

        abstract Backend<?> djl();

        abstract Backend<?> dl4j();

        abstract double limit(Limits limits);
    }

    /** The worst that was seen in a loss and its variants, by the frameworks' operations, and as their trainers see it. */
    List<ParityRow> compare(LossCatalogue.Entry entry, Precision precision) {
        List<Route> bridges = Bridges.all(Execution.AUTO, precision == Precision.FLOAT64);
        return List.of(
                new ParityRow(
                        entry.name(),
                        precision,
                        Execution.NATIVE,
                        worst(entry, (loss, x) -> natively(loss, x, precision.djl())),
                        worst(entry, (loss, x) -> natively(loss, x, precision.dl4j()))),
                new ParityRow(
                        entry.name(),
                        precision,
                        Execution.AUTO,
                        worst(entry, (loss, x) -> trained(loss, x, bridges.get(0))),
                        worst(entry, (loss, x) -> trained(loss, x, bridges.get(1)))));
    }

    /** How far one way is from the core. */
    private interface Way {
        ParityRow.Differences differences(Loss loss, List<HostTensor> inputs);
    }

    private ParityRow.Differences worst(LossCatalogue.Entry entry, Way way) {
        return entry.all().stream()
                .flatMap(loss -> inputs(loss).stream().map(x -> way.differences(loss, x)))
                .reduce(ParityRow.Differences.NONE, ParityRow.Differences::or);
    }

    private List<List<HostTensor>> inputs(Loss loss) {
        List<List<HostTensor>> inputs = new ArrayList<>();
        inputs.add(ExampleInputs.seeded(seed).of(loss));
        List<Port> ports = loss.signature().ports();
        if (ports.stream().anyMatch(p -> p.dims().contains("*"))) {
            inputs.add(ExampleInputs.seeded(seed).withRest(2L, 3L).of(loss));
        }
        return inputs;
    }

    private static ParityRow.Differences natively(Loss loss, List<HostTensor> inputs, Backend<?> backend) {
        try (backend;
                Backend<HostTensor> core = Backends.core()) {
            return differences(evaluate(loss, inputs, core), evaluate(loss, inputs, backend));
        }
    }

    private static ParityRow.Differences trained(Loss loss, List<HostTensor> inputs, Route bridge) {
        Batch<HostTensor> batch = Batch.of(inputs);
        if (!bridge.takes(loss, batch)) {
            return ParityRow.Differences.NONE;
        }
        try (Backend<HostTensor> core = Backends.core()) {
            return differences(
                    evaluate(loss, inputs, core), bridge.evaluate(loss, batch).numbers());
        }
    }

    private static ParityRow.Differences differences(List<double[]> expected, List<double[]> actual) {
        double gradient = 0;
        for (int i = 1; i < expected.size(); i++) {
            gradient = Math.max(gradient, Closeness.distance(expected.get(i), actual.get(i)));
        }
        return new ParityRow.Differences(Closeness.distance(expected.get(0), actual.get(0)), gradient);
    }

    /** The value, then the gradients. */
    private static <T> List<double[]> evaluate(Loss loss, List<HostTensor> inputs, Backend<T> backend) {
        try {
            Batch<T> batch = Batch.of(inputs.stream().map(backend::of).toList());
            ValueAndGradients<T> both = new Evaluator<>(backend.ops()).valueAndGradients(loss, batch);
            List<double[]> numbers = new ArrayList<>();
            numbers.add(backend.ops().toHost(both.value()));
            both.gradients().forEach(g -> numbers.add(backend.ops().toHost(g)));
            return numbers;
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            // nobody has given bad input: the inputs are ours
            throw new IllegalStateException("%s cannot run %s".formatted(backend.name(), loss), e);
        }
    }
}
