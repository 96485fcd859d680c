/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.ValueAndGradients;
import org.isoloss.fused.Route;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Both ways in which a loss is computed on ND4J's arrays.
 *
 * @param route chooses between them, and knows ND4J's operations
 * @param fused programs on ND4J's memory
 */
record Computation(Route<INDArray> route, FusedLoss fused) {

    /** A number, and an array for each gradient in the predictions' type. */
    record Result(double value, List<INDArray> gradients) {}

    static Computation configured() {
        Execution execution = Execution.configured();
        return new Computation(
                new Route<>(execution, new Evaluator<>(new Nd4jOps()), NativeMemory::obstacle),
                new FusedLoss(execution));
    }

    Computation by(Execution other) {
        return new Computation(route.by(other), fused.by(other));
    }

    Computation checked() {
        return new Computation(route.checked(), fused);
    }

    double value(Loss loss, Batch<INDArray> batch) {
        return route.choose(
                loss,
                batch,
                () -> fused.value(loss, batch),
                () -> number(route.natively().value(loss, batch)));
    }

    Result valueAndGradients(Loss loss, Batch<INDArray> batch) {
        return route.choose(loss, batch, () -> fused.valueAndGradients(loss, batch), () -> {
            ValueAndGradients<INDArray> both = route.natively().valueAndGradients(loss, batch);
            return new Result(number(both.value()), both.gradients());
        });
    }

    String explain(Loss loss, Batch<INDArray> batch) {
        return route.explain(loss, batch, () -> fused.valueAndGradients(loss, batch));
    }

    /** By ND4J's operations: scores of single examples are asked for once, not in every step. */
    INDArray terms(Loss loss, Batch<INDArray> batch) {
        return route.natively().terms(loss, batch);
    }

    private static double number(INDArray value) {
        return new Nd4jOps().toHost(value)[0];
    }
}
