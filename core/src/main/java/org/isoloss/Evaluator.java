/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.isoloss.tensor.TensorOps;

/**
 * Runs losses on one backend. Immutable and safe for many threads.
 *
 * <p>A batch without rows has loss 0 and gradients 0.
 *
 * @param <T> the backend's array
 */
public final class Evaluator<T> {

    private final TensorOps<T> ops;
    private final Optional<Consumer<Counters>> watcher;

    public Evaluator(TensorOps<T> ops) {
        this(ops, Optional.empty());
    }

    private Evaluator(TensorOps<T> ops, Optional<Consumer<Counters>> watcher) {
        this.ops = ops;
        this.watcher = watcher;
    }

    /** As {@link #checked(Consumer)}; the counters are logged, and a batch in which nothing counts is warned of. */
    public Evaluator<T> checked() {
        return checked(Counters::log);
    }

    /**
     * An evaluator that also looks at values: inputs must lie in their domains, labels must name a class, and a loss or gradient
     * that is not finite is an error, which names the operation and the input that caused it: see {@link NonFinite}. It reads every
     * array back.
     *
     * @param watcher is told after each evaluation what it counted
     */
    public Evaluator<T> checked(Consumer<Counters> watcher) {
        return new Evaluator<>(ops, Optional.of(watcher));
    }

    /** The loss, reduced as it says. */
    public T value(Loss loss, Batch<T> batch) {
        return run(loss, batch, (on, b) -> on.value(loss, b), List::of);
    }

    /** The loss before reduction, {@code [N, ...]}: dropped terms are 0, sample weights are multiplied in. */
    public T terms(Loss loss, Batch<T> batch) {
        return run(loss, batch, (on, b) -> on.terms(loss, b), List::of);
    }

    /**
     * The terms and what each counts for in a mean, {@code [2, terms]}: what a meter adds up over batches of different sizes.
     * Terms that are dropped count for 0; the loss's own reduction is not asked.
     */
    public T countedTerms(Loss loss, Batch<T> batch) {
        return run(loss, batch, (on, b) -> on.countedTerms(loss, b), List::of);
    }

    /** The loss and its gradients with respect to every prediction. */
    public ValueAndGradients<T> valueAndGradients(Loss loss, Batch<T> batch) {
        return run(loss, batch, (on, b) -> on.valueAndGradients(loss, b), both -> Stream.concat(
                        Stream.of(both.value()), both.gradients().stream())
                .toList());
    }

    private <R> R run(
            Loss loss,
            Batch<T> batch,
            BiFunction<Evaluation<T>, Batch<T>, R> evaluation,
            Function<R, List<T>> numbers) {
        return watcher.isEmpty()
                ? evaluation.apply(Evaluation.on(ops), batch)
                : new Inspection<>(ops, loss, batch).run(evaluation, numbers, watcher.get());
    }
}
