/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.List;
import java.util.function.Supplier;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.ValueAndGradients;
import org.isoloss.fused.Way;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both ways in which a loss is computed on ND4J's arrays, and the choice between them.
 *
 * @param execution what was asked for
 * @param natively by ND4J's operations
 * @param fused by programs on ND4J's memory
 */
record Route(Execution execution, Evaluator<INDArray> natively, FusedLoss fused) {

    private static final Logger LOG = LoggerFactory.getLogger(Dl4jLoss.class);

    /** A number, and an array for each gradient in the predictions' type. */
    record Result(double value, List<INDArray> gradients) {}

    static Route configured() {
        return new Route(Execution.configured(), new Evaluator<>(new Nd4jOps()), new FusedLoss());
    }

    Route by(Execution other) {
        return new Route(other, natively, fused);
    }

    Route checked() {
        return new Route(Execution.NATIVE, natively.checked(), fused);
    }

    Way way(Loss loss, Batch<INDArray> batch) {
        Way way = Way.of(execution, loss, NativeMemory.obstacle(batch));
        LOG.debug("{}", way);
        return way;
    }

    double value(Loss loss, Batch<INDArray> batch) {
        return choose(loss, batch, () -> fused.value(loss, batch), () -> number(natively.value(loss, batch)));
    }

    /** A program that would be too long is no error where any way will do. */
    private <R> R choose(Loss loss, Batch<INDArray> batch, Supplier<R> byProgram, Supplier<R> byOperations) {
        if (!way(loss, batch).isFused()) {
            return byOperations.get();
        }
        try {
            return byProgram.get();
        } catch (UnsupportedOperationException e) {
            if (execution == Execution.FUSED) {
                throw e;
            }
            LOG.debug("{} runs native after all, because {}", loss.name(), e.getMessage());
            return byOperations.get();
        }
    }

    Result valueAndGradients(Loss loss, Batch<INDArray> batch) {
        return choose(loss, batch, () -> fused.valueAndGradients(loss, batch), () -> {
            ValueAndGradients<INDArray> both = natively.valueAndGradients(loss, batch);
            return new Result(number(both.value()), both.gradients());
        });
    }

    /** By ND4J's operations: scores of single examples are asked for once, not in every step. */
    INDArray terms(Loss loss, Batch<INDArray> batch) {
        return natively.terms(loss, batch);
    }

    private static double number(INDArray value) {
        return new Nd4jOps().toHost(value)[0];
    }
}
