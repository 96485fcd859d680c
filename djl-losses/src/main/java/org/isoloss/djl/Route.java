/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.fused.Way;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both ways in which a loss is computed on the engine's arrays, and the choice between them.
 *
 * @param execution what was asked for
 * @param natively by the engine's operations
 * @param fused by programs on the engine's memory
 */
record Route(Execution execution, Evaluator<NDArray> natively, FusedLoss fused) {

    private static final Logger LOG = LoggerFactory.getLogger(DjlLoss.class);

    static Route configured() {
        return new Route(Execution.configured(), new Evaluator<>(new DjlOps()), new FusedLoss());
    }

    Route by(Execution other) {
        return new Route(other, natively, fused);
    }

    Route checked() {
        return new Route(Execution.NATIVE, natively.checked(), fused);
    }

    Way way(Loss loss, Batch<NDArray> batch) {
        Way way = Way.of(execution, loss, NativeMemory.obstacle(batch));
        LOG.debug("{}", way);
        return way;
    }

    /** By a program or by operations; a program that would be too long is no error where any way will do. */
    <R> R choose(Loss loss, Batch<NDArray> batch, Supplier<R> byProgram, Supplier<R> byOperations) {
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
}
