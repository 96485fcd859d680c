/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.isoloss.tensor.CheckedOps;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TapeOps;
import org.isoloss.tensor.Tensor;
import org.isoloss.tensor.TensorOps;
import org.isoloss.tensor.Traced;

/**
 * Runs losses on one backend. Immutable and safe for many threads.
 *
 * <p>A batch without rows has loss 0 and gradients 0.
 *
 * @param <T> the backend's array
 */
public final class Evaluator<T> {

    private final TensorOps<T> ops;
    private final boolean checked;

    public Evaluator(TensorOps<T> ops) {
        this(ops, false);
    }

    private Evaluator(TensorOps<T> ops, boolean checked) {
        this.ops = ops;
        this.checked = checked;
    }

    /**
     * An evaluator that also looks at values: inputs must lie in their domains, labels must name a class, and the first
     * operation that makes a number which is not finite out of finite ones is reported. It reads every array back.
     */
    public Evaluator<T> checked() {
        return new Evaluator<>(new CheckedOps<>(ops), true);
    }

    /** The loss, reduced as it says. */
    public T value(Loss loss, Batch<T> batch) {
        return evaluate(loss, ops, batch, in -> reduce(loss, in)).unwrap(ops);
    }

    /** The loss before reduction, {@code [N, ...]}: dropped terms are 0, sample weights are multiplied in. */
    public T terms(Loss loss, Batch<T> batch) {
        return evaluate(loss, ops, batch, Inputs::unreduced).unwrap(ops);
    }

    /**
     * The terms and what each counts for in a mean, {@code [2, terms]}: what a meter adds up over batches of different sizes.
     * Terms that are dropped count for 0; the loss's own reduction is not asked.
     */
    public T countedTerms(Loss loss, Batch<T> batch) {
        if (loss.signature().rows() == Rows.COMPOSED) {
            throw new UnsupportedOperationException(
                    "%s: its parts have means of their own, so it has no terms to count; measure them one by one"
                            .formatted(loss.name()));
        }
        T counted = evaluate(loss, ops, batch, Inputs::counted).unwrap(ops);
        return isEmpty(ops, batch) ? ops.fill(counted, 0, 2, 0) : counted;
    }

    /** The loss and its gradients with respect to every prediction. */
    public ValueAndGradients<T> valueAndGradients(Loss loss, Batch<T> batch) {
        List<Port> ports = loss.signature().ports();
        TapeOps<T> tape = new TapeOps<>(ops);
        List<Traced<T>> inputs = new ArrayList<>();
        List<Traced<T>> variables = new ArrayList<>();
        for (int i = 0; i < batch.inputs().size(); i++) {
            boolean differentiable = i < ports.size() && ports.get(i).differentiable();
            T x = batch.inputs().get(i);
            inputs.add(differentiable ? tape.variable(x) : tape.held(x));
            if (differentiable) {
                variables.add(inputs.get(i));
            }
        }
        Traced<T> value = evaluate(loss, tape, batch.with(inputs, tape::held), in -> reduce(loss, in))
                .unwrap(tape);
        return new ValueAndGradients<>(value.value(), named(loss, () -> tape.gradients(value, variables)));
    }

    private <A> Tensor evaluate(Loss loss, TensorOps<A> on, Batch<A> batch, Function<Inputs, Tensor> result) {
        LossConfig.require(loss);
        Binding binding =
                Binding.of(loss, batch.inputs().stream().map(on::shape).toList(), batch.classAxis());
        if (isEmpty(on, batch)) {
            return nothing(loss, on, batch, binding);
        }
        return named(loss, () -> {
            Inputs in = Inputs.of(loss, on, batch, binding);
            if (checked) {
                checkDomains(loss, on, in);
            }
            return result.apply(in);
        });
    }

    private static <A> boolean isEmpty(TensorOps<A> on, Batch<A> batch) {
        return batch.inputs().stream().anyMatch(x -> Shapes.size(on.shape(x)) == 0);
    }

    /** Runs {@code evaluation} so that a complaint from below names the loss. */
    private static <R> R named(Loss loss, Supplier<R> evaluation) {
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

    private static <A> void checkDomains(Loss loss, TensorOps<A> on, Inputs in) {
        List<Port> ports = loss.signature().ports();
        for (int p = 0; p < ports.size(); p++) {
            Port port = ports.get(p);
            double[] values = on.toHost(in.tensors().get(p).unwrap(on));
            IntStream.range(0, values.length)
                    .filter(i -> !port.domain().holds(values[i]))
                    .findFirst()
                    .ifPresent(i -> {
                        long[] at = Shapes.position(i, in.get(port).shape());
                        throw new IllegalArgumentException("'%s' must be %s, got %s at %s"
                                .formatted(port.name(), port.domain().rule(), values[i], Arrays.toString(at)));
                    });
        }
    }
}
