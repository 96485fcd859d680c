/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
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
}
