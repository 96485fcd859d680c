/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.isoloss.tensor.CheckedOps;
import org.isoloss.tensor.CountingOps;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TapeOps;
import org.isoloss.tensor.TensorOps;

/** One evaluation that is looked at: its inputs before, its operations on the way, its results, and what it counted. */
final class Inspection<T> {

    private final TensorOps<T> ops;
    private final Loss loss;
    private final Batch<T> batch;

    Inspection(TensorOps<T> ops, Loss loss, Batch<T> batch) {
        this.ops = ops;
        this.loss = loss;
        this.batch = batch;
    }

    <R> R run(
            BiFunction<Evaluation<T>, Batch<T>, R> evaluation,
            Function<R, List<T>> numbers,
            Consumer<Counters> watcher) {
        LossConfig.require(loss);
        Binding binding = Evaluation.binding(loss, ops, batch);
        if (Evaluation.isEmpty(ops, batch)) {
            return evaluation.apply(Evaluation.on(ops), batch);
        }
        Inputs in = Evaluation.named(loss, () -> Inputs.of(loss, ops, batch, binding));
        Evaluation.named(loss, () -> checkDomains(in, binding));
        CountingOps<T> counting = new CountingOps<>(ops);
        CheckedOps<T> watched = new CheckedOps<>(counting, Loss.class::isAssignableFrom);
        R result = evaluation.apply(
                new Evaluation<>(watched, () -> new TapeOps<>(watched, watched::differentiate)), batch);
        if (!isFinite(numbers.apply(result))) {
            Suspects<T> suspects = new Suspects<>(
                    ops, loss, batch, b -> isFinite(numbers.apply(evaluation.apply(Evaluation.on(ops), b))));
            throw new IllegalArgumentException(
                    NonFinite.of(loss, watched.fault(), suspects).toString());
        }
        watcher.accept(Counters.of(ops, loss, batch, in, counting));
        return result;
    }

    private boolean isFinite(List<T> numbers) {
        return numbers.stream()
                .flatMapToDouble(x -> Arrays.stream(ops.toHost(x)))
                .allMatch(Double::isFinite);
    }

    private Inputs checkDomains(Inputs in, Binding binding) {
        List<Port> ports = loss.signature().ports();
        for (int p = 0; p < ports.size(); p++) {
            Port port = ports.get(p);
            long[] given = ops.shape(batch.inputs().get(p));
            double[] values = ops.toHost(in.tensors().get(p).unwrap(ops));
            IntStream.range(0, values.length)
                    .filter(i -> !port.domain().holds(values[i]))
                    .findFirst()
                    .ifPresent(i -> {
                        throw outside(port, values[i], Shapes.position(binding.given(port, i, given), given));
                    });
        }
        return in;
    }

    private static IllegalArgumentException outside(Port port, double value, long[] at) {
        String where = port.differentiable()
                ? "; it came out of the network: lower the learning rate, clip gradients, look for NaN in the network's inputs"
                : "; look for missing values in the data";
        return new IllegalArgumentException("'%s' must be %s, got %s at %s%s"
                .formatted(
                        port.name(),
                        port.domain().rule(),
                        value,
                        Arrays.toString(at),
                        Double.isNaN(value) ? where : ""));
    }
}
