/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.fused.Span;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Losses by fused programs on ND4J's memory. Any number of threads may share it. */
final class FusedLoss {

    private final FusedEvaluator programs;
    private final FusedEvaluator evaluator;

    FusedLoss(Execution execution) {
        this(execution, new FusedEvaluator());
    }

    private FusedLoss(Execution execution, FusedEvaluator programs) {
        this.programs = programs;
        this.evaluator = execution == Execution.FUSED ? programs : programs.whereFaster();
    }

    FusedLoss by(Execution execution) {
        return new FusedLoss(execution, programs);
    }

    double value(Loss loss, Batch<INDArray> batch) {
        double[] value = new double[1];
        evaluator.value(loss, batch.map(NativeMemory::span), Span.of(value));
        return value[0];
    }

    /** Gradients in the predictions' type, in the workspace that is open. */
    Computation.Result valueAndGradients(Loss loss, Batch<INDArray> batch) {
        double[] value = new double[1];
        List<INDArray> computed = new ArrayList<>();
        List<INDArray> predictions = new ArrayList<>();
        List<Port> ports = loss.signature().ports();
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).differentiable()) {
                INDArray x = batch.inputs().get(i);
                predictions.add(x);
                computed.add(Nd4j.createUninitialized(inMemory(x.dataType()), x.shape(), 'c'));
            }
        }
        evaluator.valueAndGradients(
                loss,
                batch.map(NativeMemory::span),
                Span.of(value),
                computed.stream().map(NativeMemory::span).toList());
        for (int i = 0; i < computed.size(); i++) {
            computed.set(i, computed.get(i).castTo(predictions.get(i).dataType()));
        }
        return new Computation.Result(value[0], computed);
    }

    /** Half precision is computed in float and rounded once. */
    private static DataType inMemory(DataType type) {
        return type == DataType.DOUBLE ? type : DataType.FLOAT;
    }
}
