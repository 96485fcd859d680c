/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.util.Pair;

/** The gradients that wait for a trainer's next step. */
final class Gradients {
    private Gradients() {}

    /** Handles of the gradients of all parameters, to be closed; the gradients themselves belong to their parameters. */
    static NDList of(String who, Trainer trainer) {
        if (trainer.getDevices().length > 1) {
            throw new UnsupportedOperationException(
                    "%s: gradients must be on one device, got %d devices".formatted(who, trainer.getDevices().length));
        }
        NDList gradients = new NDList();
        for (Pair<String, Parameter> named : trainer.getModel().getBlock().getParameters()) {
            NDArray x = named.getValue().getArray();
            if (named.getValue().requiresGradient() && x.hasGradient()) {
                gradients.add(x.getGradient());
            }
        }
        return gradients;
    }
}
