/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.isoloss.Batch;
import org.isoloss.Counters;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The choice between a fused program and a framework's own operations, as each of its bridges makes it.
 *
 * @param execution what was asked for
 * @param natively by the framework's operations
 * @param programs by programs
 * @param obstacle why a program can't get at an array, in words; empty if it can
 * @param span where an array is that has no obstacle
 * @param <V> an array as it arrives
 * @param <T> the framework's array
 */
public record Route<V, T>(
        Execution execution,
        Evaluator<T> natively,
        FusedEvaluator programs,
        Function<V, Optional<String>> obstacle,
        Function<V, Span> span) {

    private static final Logger LOG = LoggerFactory.getLogger(Route.class);

    private static final String CHECKED = "isoloss.checked";

    public Route {
        programs = programs.by(execution);
    }

    /** As {@code -Disoloss.execution} says; with {@code -Disoloss.checked} by the framework's operations, looking for bad values. */
    public static <V, T> Route<V, T> configured(
            Evaluator<T> natively,
            FusedEvaluator programs,
            Function<V, Optional<String>> obstacle,
            Function<V, Span> span) {
        Route<V, T> route = new Route<>(Execution.configured(), natively, programs, obstacle, span);
        boolean checked = !System.getProperty(CHECKED, "false").equalsIgnoreCase("false");
        return checked ? route.checked(Counters::log) : route;
    }

    /** The same, by something else. */
    public Route<V, T> by(Execution other) {
        return new Route<>(other, natively, programs, obstacle, span);
    }

    /** The same, by the framework's operations, looking for bad values and telling {@code watcher} what they counted. */
    public Route<V, T> checked(Consumer<Counters> watcher) {
        return new Route<>(Execution.NATIVE, natively.checked(watcher), programs, obstacle, span);
    }

    /** The loss by a program. */
    public double value(Loss loss, Batch<V> batch) {
        double[] value = new double[1];
        programs.value(loss, batch.map(span), Span.of(value));
        return value[0];
    }

    /** The loss by a program, and into {@code gradients} those with respect to every prediction. */
    public double valueAndGradients(Loss loss, Batch<V> batch, List<Span> gradients) {
        double[] value = new double[1];
        programs.valueAndGradients(loss, batch.map(span), Span.of(value), gradients);
        return value[0];
    }

    /** By what such a call is computed, and why. */
    private Way way(Loss loss, Batch<V> batch) {
        Way way = Way.of(execution, loss, obstacle(batch.arrays()));
        LOG.debug("{}", way);
        return way;
    }

    private Optional<String> obstacle(List<V> arrays) {
        for (V x : arrays) {
            Optional<String> why = obstacle.apply(x);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    /** By what such a call is computed, and why: a sentence. The program is run to see. */
    public String explain(Loss loss, Batch<V> batch, Runnable program) {
        Way way = way(loss, batch);
        if (!way.isFused()) {
            return way.toString();
        }
        return choose(
                () -> {
                    program.run();
                    return way.toString();
                },
                why -> new Way(loss.name(), false, why).toString());
    }

    /** By a program or by operations; a program that is too long or too slow is no error where any way will do. */
    public <R> R choose(Loss loss, Batch<V> batch, Supplier<R> byProgram, Supplier<R> byOperations) {
        if (!way(loss, batch).isFused()) {
            return byOperations.get();
        }
        return choose(byProgram, why -> {
            LOG.debug("{} runs native after all, because {}", loss.name(), why);
            return byOperations.get();
        });
    }

    private <R> R choose(Supplier<R> byProgram, Function<String, R> refused) {
        try {
            return byProgram.get();
        } catch (UnsupportedOperationException e) {
            if (execution == Execution.FUSED) {
                throw e;
            }
            return refused.apply(String.valueOf(e.getMessage()));
        }
    }
}
