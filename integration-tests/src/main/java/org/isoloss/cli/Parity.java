/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.ValueAndGradients;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.contract.Closeness;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.host.HostTensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Compares losses in both frameworks with the core, on random inputs that are made from their signatures.
 *
 * @param seed of the inputs
 */
record Parity(long seed) {

    /** How a framework runs a loss: with its own operations. */
    private static final String PATH = "NATIVE";

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

    /** The worst that was seen in a loss and its variants. */
    ParityRow compare(LossCatalogue.Entry entry, Precision precision) {
        return new ParityRow(
                entry.name(), precision, PATH, differences(entry, precision::djl), differences(entry, precision::dl4j));
    }

    private ParityRow.Differences differences(LossCatalogue.Entry entry, Supplier<Backend<?>> framework) {
        ParityRow.Differences worst = ParityRow.Differences.NONE;
        for (Loss loss : entry.all()) {
            for (List<HostTensor> inputs : inputs(loss)) {
                try (Backend<?> backend = framework.get()) {
                    worst = worst.or(differences(loss, inputs, backend));
                }
            }
        }
        return worst;
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

    private static <T> ParityRow.Differences differences(Loss loss, List<HostTensor> inputs, Backend<T> backend) {
        try (Backend<HostTensor> core = Backends.core()) {
            List<double[]> expected = evaluate(loss, inputs, core);
            List<double[]> actual = evaluate(loss, inputs, backend);
            double gradient = 0;
            for (int i = 1; i < expected.size(); i++) {
                gradient = Math.max(gradient, Closeness.distance(expected.get(i), actual.get(i)));
            }
            return new ParityRow.Differences(Closeness.distance(expected.get(0), actual.get(0)), gradient);
        }
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
