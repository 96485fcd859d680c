/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.training.optimizer.Optimizer;

/** An optimizer that is not asked in a step that is left out, so that its own state stays as it is too. */
final class ScaledOptimizer extends Optimizer {

    private final Optimizer optimizer;
    private final LossScaling scaling;

    ScaledOptimizer(Optimizer optimizer, LossScaling scaling) {
        super(new Unused());
        this.optimizer = optimizer;
        this.scaling = scaling;
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray gradient) {
        if (scaling.takesStep()) {
            optimizer.update(parameterId, weight, gradient);
        } else {
            forget(weight);
        }
    }

    /** As an optimizer does behind its step: the engine adds the next gradient to what is there. */
    private static void forget(NDArray weight) {
        try (NDArray gradient = weight.getGradient()) {
            gradient.powi(0).subi(1); // x to the power of 0 is 1 for every x, NaN too
        }
    }

    /** The optimizer within has the settings. */
    private static final class Unused extends OptimizerBuilder<Unused> {
        @Override
        protected Unused self() {
            return this;
        }
    }
}
