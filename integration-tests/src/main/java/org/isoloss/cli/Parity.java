/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.contract.Bridges;
import org.isoloss.contract.Closeness;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.contract.LossContract;
import org.isoloss.contract.Route;
import org.isoloss.host.HostTensor;

/**
 * Compares losses in both frameworks with the core, on random inputs that are made from their signatures.
 *
 * @param seed of the inputs
 */
record Parity(long seed) {

    private static final Route CORE = LossContract.reference();

    /** The float types that both frameworks compute in. */
    enum Precision {
        FLOAT64,
        FLOAT32;

        double limit(Limits limits) {
            return this == FLOAT64 ? limits.float64() : limits.float32();
        }
    }

    /** The worst that was seen in a loss and its variants, by the frameworks' operations, and as their trainers see it. */
    List<ParityRow> compare(LossCatalogue.Entry entry, Precision precision) {
        boolean doubles = precision == Precision.FLOAT64;
        return List.of(
                row(entry, precision, Execution.NATIVE, LossContract.natives(doubles)),
                row(entry, precision, Execution.AUTO, Bridges.all(Execution.AUTO, doubles)));
    }

    private ParityRow row(LossCatalogue.Entry entry, Precision precision, Execution path, List<Route> frameworks) {
        return new ParityRow(
                entry.name(), precision, path, worst(entry, frameworks.get(0)), worst(entry, frameworks.get(1)));
    }

    private ParityRow.Differences worst(LossCatalogue.Entry entry, Route framework) {
        return entry.all().stream()
                .flatMap(loss -> batches(loss).stream()
                        .filter(batch -> framework.takes(loss, batch))
                        .map(batch -> differences(evaluate(loss, batch, CORE), evaluate(loss, batch, framework))))
                .reduce(ParityRow.Differences.NONE, ParityRow.Differences::or);
    }

    private List<Batch<HostTensor>> batches(Loss loss) {
        List<Batch<HostTensor>> batches = new ArrayList<>();
        batches.add(Batch.of(ExampleInputs.seeded(seed).of(loss)));
        if (loss.signature().ports().stream().anyMatch(p -> p.dims().contains("*"))) {
            batches.add(Batch.of(ExampleInputs.seeded(seed).withRest(2L, 3L).of(loss)));
        }
        return batches;
    }

    private static ParityRow.Differences differences(List<double[]> expected, List<double[]> actual) {
        double gradient = 0;
        for (int i = 1; i < expected.size(); i++) {
            gradient = Math.max(gradient, Closeness.distance(expected.get(i), actual.get(i)));
        }
        return new ParityRow.Differences(Closeness.distance(expected.get(0), actual.get(0)), gradient);
    }

    /** The value, then the gradients. */
    private static List<double[]> evaluate(Loss loss, Batch<HostTensor> batch, Route way) {
        try {
            return way.evaluate(loss, batch).numbers();
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            // nobody has given bad input: the inputs are ours
            throw new IllegalStateException("%s cannot run %s".formatted(way.name(), loss), e);
        }
    }
}
