/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.util.Pair;
import java.util.function.UnaryOperator;

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

    /** What {@code each} makes of their numbers, in double, added up where they are and read once. */
    static double sum(NDList gradients, NDManager manager, UnaryOperator<NDArray> each) {
        try (NDManager call = manager.newSubManager()) {
            NDArray sum = call.zeros(new Shape(), DataType.FLOAT64);
            for (NDArray g : gradients) {
                NDArray x = g.toType(DataType.FLOAT64, true);
                x.attach(call);
                sum = sum.add(each.apply(x).sum());
            }
            return sum.getDouble();
        }
    }
}
