/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.fused.Span;

/** Losses by fused programs on the engine's memory. Any number of threads may share it. */
final class FusedLoss implements AutoCloseable {

    private final FusedEvaluator programs;
    private final FusedEvaluator evaluator;
    private final GradientMemory memory;

    FusedLoss(Execution execution) {
        this(execution, new FusedEvaluator(), new GradientMemory());
    }

    private FusedLoss(Execution execution, FusedEvaluator programs, GradientMemory memory) {
        this.programs = programs;
        this.evaluator = execution == Execution.FUSED ? programs : programs.whereFaster();
        this.memory = memory;
    }

    FusedLoss by(Execution execution) {
        return new FusedLoss(execution, programs, memory);
    }

    /** The value as a double, of a program in the predictions' type, and an array for each gradient. */
    record Result(double value, List<NDArray> gradients) {}

    double value(Loss loss, Batch<NDArray> batch) {
        double[] value = new double[1];
        evaluator.value(loss, batch.map(NativeMemory::span), Span.of(value));
        return value[0];
    }

    /**
     * @param owner takes gradients that are large
     * @param call takes the others
     */
    Result valueAndGradients(Loss loss, Batch<NDArray> batch, NDManager owner, NDManager call) {
        double[] value = new double[1];
        List<NDArray> gradients = new ArrayList<>();
        List<Port> ports = loss.signature().ports();
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).differentiable()) {
                gradients.add(like(batch.inputs().get(i), owner, call));
            }
        }
        evaluator.valueAndGradients(
                loss,
                batch.map(NativeMemory::span),
                Span.of(value),
                gradients.stream().map(NativeMemory::span).toList());
        return new Result(value[0], gradients);
    }

    private NDArray like(NDArray x, NDManager owner, NDManager call) {
        DataType type = x.getDataType();
        return memory.lend(x.getShape(), type, owner).orElseGet(() -> call.create(x.getShape(), type));
    }

    @Override
    public void close() {
        memory.close();
    }
}
