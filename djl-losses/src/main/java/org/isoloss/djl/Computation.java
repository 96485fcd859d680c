/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.isoloss.Batch;
import org.isoloss.Counters;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.Signature;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.fused.Host;
import org.isoloss.fused.Route;
import org.isoloss.fused.Span;

/**
 * Both ways in which a loss is computed on the engine's arrays. Any number of threads may share it.
 *
 * @param route chooses between them
 * @param memory for large gradients of programs
 */
record Computation(Route<NDArray, NDArray> route, GradientMemory memory) {

    /** The value as a double, of a program in the predictions' type, and each gradient as a vector. */
    record Result(double value, List<NDArray> gradients) {}

    static Computation configured(Evaluator<NDArray> natively) {
        FusedEvaluator programs = new FusedEvaluator(Host.PYTORCH);
        return new Computation(
                Route.configured(natively, programs, NativeMemory::obstacle, NativeMemory::span), new GradientMemory());
    }

    Computation by(Execution other) {
        return new Computation(route.by(other), memory);
    }

    Computation checked(Consumer<Counters> watcher) {
        return new Computation(route.checked(watcher), memory);
    }

    /**
     * By a program.
     *
     * @param owner takes gradients that are large
     * @param call takes the others
     */
    Result valueAndGradients(Loss loss, Signature signature, Batch<NDArray> batch, NDManager owner, NDManager call) {
        List<NDArray> gradients = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (NDArray x : batch.predictions(signature)) {
            NDArray gradient = vector(x.getShape().size(), x.getDataType(), owner, call);
            gradients.add(gradient);
            spans.add(NativeMemory.span(gradient, x.getShape()));
        }
        return new Result(route.valueAndGradients(loss, batch, spans), gradients);
    }

    private NDArray vector(long n, DataType type, NDManager owner, NDManager call) {
        Shape shape = new Shape(n);
        return memory.lend(shape, type, owner).orElseGet(() -> call.create(shape, type));
    }
}
