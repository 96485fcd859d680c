/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SigmoidBinaryCrossEntropyLoss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import java.util.function.BiFunction;
import org.isoloss.Execution;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.regression.SquaredError;

/** The share of a loss in a step of training in DJL: its value, and its gradient with respect to the predictions. */
final class Djl {

    private Djl() {}

    static Runnable ours(Case c, Execution execution) {
        DjlLoss loss = new DjlLoss(c.loss()).withExecution(execution);
        return step(c, loss::evaluate);
    }

    static Runnable builtIn(Case c) {
        return step(c, builtIn(c.loss())::evaluate);
    }

    private static Loss builtIn(org.isoloss.Loss loss) {
        if (loss.equals(new CrossEntropy())) {
            return new SoftmaxCrossEntropyLoss();
        }
        if (loss.equals(new BinaryCrossEntropy())) {
            return new SigmoidBinaryCrossEntropyLoss();
        }
        if (loss.equals(new SquaredError())) {
            return Loss.l2Loss("l2", 1);
        }
        throw new UnsupportedOperationException("DJL has no " + loss);
    }

    /** What the engine takes for a loss without any work. */
    static Runnable floor(Case c) {
        return step(c, (labels, predictions) -> predictions.get(0).sum());
    }

    private static Runnable step(Case c, BiFunction<NDList, NDList, NDArray> loss) {
        NDManager manager = NDManager.newBaseManager("PyTorch");
        NDList labels = new NDList();
        NDList predictions = new NDList();
        for (Given given : c.given()) {
            NDArray x = array(manager, given);
            (given.differentiable() ? predictions : labels).add(x);
            x.setRequiresGradient(given.differentiable());
        }
        return () -> {
            try (NDManager call = manager.newSubManager();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                predictions.attach(call);
                NDArray value = loss.apply(labels, predictions);
                value.attach(call);
                collector.backward(value);
                predictions.attach(manager);
            }
        };
    }

    private static NDArray array(NDManager manager, Given given) {
        Shape shape = new Shape(given.shape());
        return given.isIndex() ? manager.create(given.longs(), shape) : manager.create(given.floats(), shape);
    }
}
