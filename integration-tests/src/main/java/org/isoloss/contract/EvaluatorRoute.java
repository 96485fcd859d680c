/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.ValueAndGradients;
import org.isoloss.host.HostTensor;

/**
 * A loss through {@link Evaluator} on a backend.
 *
 * @param backend opened for each evaluation, and closed behind it
 * @param evaluator of the opened backend's vocabulary, so that a test can wrap it
 */
record EvaluatorRoute<T>(Role role, Supplier<Backend<T>> backend, Function<Backend<T>, Evaluator<T>> evaluator)
        implements Route {

    @Override
    public String name() {
        try (Backend<T> open = backend.get()) {
            return open.name();
        }
    }

    @Override
    public String framework() {
        return name().split(" ")[0];
    }

    @Override
    public double tolerance() {
        try (Backend<T> open = backend.get()) {
            return Tolerances.of(open.epsilon());
        }
    }

    @Override
    public boolean takes(Loss loss, Batch<HostTensor> batch) {
        return true;
    }

    @Override
    public Outcome evaluate(Loss loss, Batch<HostTensor> batch) {
        try (Backend<T> open = backend.get()) {
            List<T> inputs = batch.inputs().stream().map(open::of).toList();
            ValueAndGradients<T> both = evaluator.apply(open).valueAndGradients(loss, batch.with(inputs, open::of));
            return new Outcome(
                    open.toHost(both.value()),
                    both.gradients().stream().map(open::toHost).toList(),
                    inputs.stream().map(open::toHost).toList());
        }
    }
}
