/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;

/** Four rows of three classes, and what becomes of a loss on them. */
final class Runs {

    static final double[] LOGITS = {1, 2, 0.5, -1, 0.25, 3, 0, 0, 1, 2, -2, 0.5};
    static final Shape SHAPE = new Shape(4, 3);

    private Runs() {}

    static NDArray logits(NDManager manager, DataType type) {
        return manager.create(LOGITS, SHAPE).toType(type, false);
    }

    static NDArray labels(NDManager manager, DataType type) {
        return manager.create(new long[] {1, 2, 0, 1}).toType(type, false);
    }

    static NDArray named(NDArray x, String name) {
        x.setName(name);
        return x;
    }

    static double number(NDArray x) {
        return numbers(x)[0];
    }

    static double[] numbers(NDArray x) {
        return new DjlOps().toHost(x);
    }

    /** The gradients, of {@code scale} times the loss, by the engine's collector. */
    static List<double[]> gradients(DjlLoss loss, NDList labels, NDList predictions, double scale) {
        predictions.forEach(p -> p.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.evaluate(labels, predictions);
            collector.backward(scale == 1 ? value : new DjlOps().scale(value, scale));
        }
        return predictions.stream().map(p -> numbers(p.getGradient())).toList();
    }

    static double[] gradient(DjlLoss loss, NDList labels, NDArray prediction) {
        return gradients(loss, labels, new NDList(prediction), 1).get(0);
    }

    /** The gradients that the evaluator gives, which are what must arrive in the engine's graph. */
    static List<double[]> expected(Loss loss, List<NDArray> inputs) {
        return new Evaluator<>(new DjlOps())
                .valueAndGradients(loss, Batch.of(inputs)).gradients().stream()
                        .map(Runs::numbers)
                        .toList();
    }
}
