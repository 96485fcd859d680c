/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TapeOps;
import org.isoloss.tensor.Tensor;
import org.isoloss.tensor.TensorOps;
import org.isoloss.tensor.Traced;

/**
 * What an {@link Evaluator} does, on whatever speaks the vocabulary.
 *
 * @param tape a new one for each gradient
 */
record Evaluation<T>(TensorOps<T> ops, Supplier<TapeOps<T>> tape) {

    static <T> Evaluation<T> on(TensorOps<T> ops) {
        return new Evaluation<>(ops, () -> new TapeOps<>(ops));
    }

    T value(Loss loss, Batch<T> batch) {
        return evaluate(loss, ops, batch, in -> reduce(loss, in)).unwrap(ops);
    }

    T terms(Loss loss, Batch<T> batch) {
        return evaluate(loss, ops, batch, Inputs::unreduced).unwrap(ops);
    }

    T countedTerms(Loss loss, Batch<T> batch) {
        if (loss.signature().rows() == Rows.COMPOSED) {
            throw new UnsupportedOperationException(
                    "%s: its parts have means of their own, so it has no terms to count; measure them one by one"
                            .formatted(loss.name()));
        }
        T counted = evaluate(loss, ops, batch, Inputs::counted).unwrap(ops);
        return isEmpty(ops, batch) ? ops.fill(counted, 0, 2, 0) : counted;
    }

    ValueAndGradients<T> valueAndGradients(Loss loss, Batch<T> batch) {
        List<Port> ports = loss.signature().ports();
        TapeOps<T> on = tape.get();
        List<Traced<T>> inputs = new ArrayList<>();
        List<Traced<T>> variables = new ArrayList<>();
        for (int i = 0; i < batch.inputs().size(); i++) {
            boolean differentiable = i < ports.size() && ports.get(i).differentiable();
            T x = batch.inputs().get(i);
            inputs.add(differentiable ? on.variable(x) : on.held(x));
            if (differentiable) {
                variables.add(inputs.get(i));
            }
        }
        Traced<T> value = evaluate(loss, on, batch.with(inputs, on::held), in -> reduce(loss, in))
                .unwrap(on);
        return new ValueAndGradients<>(value.value(), named(loss, () -> on.gradients(value, variables)));
    }

    private static <A> Tensor evaluate(Loss loss, TensorOps<A> on, Batch<A> batch, Function<Inputs, Tensor> result) {
        LossConfig.require(loss);
        Binding binding = binding(loss, on, batch);
        return isEmpty(on, batch)
                ? nothing(loss, on, batch, binding)
                : named(loss, () -> result.apply(Inputs.of(loss, on, batch, binding)));
    }

    static <A> Binding binding(Loss loss, TensorOps<A> on, Batch<A> batch) {
        return Binding.of(loss, batch.inputs().stream().map(on::shape).toList(), batch.classAxis());
    }

    static <A> boolean isEmpty(TensorOps<A> on, Batch<A> batch) {
        return batch.inputs().stream().anyMatch(x -> Shapes.size(on.shape(x)) == 0);
    }

    /** Runs {@code evaluation} so that a complaint from below names the loss. */
    static <R> R named(Loss loss, Supplier<R> evaluation) {
        try {
            return evaluation.get();
        } catch (IllegalArgumentException e) {
            String who = loss.name() + ": ";
            String what = String.valueOf(e.getMessage());
            throw what.startsWith(who) ? e : new IllegalArgumentException(who + what, e);
        }
    }

    private static Tensor reduce(Loss loss, Inputs in) {
        return loss.reduction() == Reduction.NONE ? in.unreduced() : in.reduce(loss);
    }

    private static <A> Tensor nothing(Loss loss, TensorOps<A> on, Batch<A> batch, Binding binding) {
        int prediction =
                loss.signature().ports().indexOf(loss.signature().predictions().get(0));
        long[] shape = loss.reduction() == Reduction.NONE ? binding.rowShape() : new long[0];
        return Tensor.of(on, on.fill(batch.inputs().get(prediction), 0, shape));
    }
}
