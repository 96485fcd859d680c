/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.fused.Route;

/**
 * Both ways in which a loss is computed on the engine's arrays.
 *
 * @param route chooses between them, and knows the engine's operations
 * @param fused programs on the engine's memory
 */
record Computation(Route<NDArray> route, FusedLoss fused) {

    static Computation of(Execution execution, Evaluator<NDArray> natively) {
        return new Computation(new Route<>(execution, natively, NativeMemory::obstacle), new FusedLoss(execution));
    }

    Computation by(Execution other) {
        return new Computation(route.by(other), fused.by(other));
    }

    Computation checked() {
        return new Computation(route.checked(), fused);
    }
}
