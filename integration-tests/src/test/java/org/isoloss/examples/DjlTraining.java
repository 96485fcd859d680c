/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.isoloss.djl.DjlLoss;

/** What the examples of DJL share. */
final class DjlTraining {

    private DjlTraining() {}

    // snippet: config
    static DefaultTrainingConfig config(DjlLoss loss) {
        return new DefaultTrainingConfig(loss)
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.01f))
                        .build())
                .addTrainingListeners(new EvaluatorTrainingListener());
    }
    // end

    // snippet: network
    static SequentialBlock network(int hidden, int outputs) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(hidden).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(outputs).build());
    }
    // end

    // snippet: dataset
    static ArrayDataset dataset(NDManager manager, Samples samples, NDArray labels) {
        return new ArrayDataset.Builder()
                .setData(manager.create(samples.x()))
                .optLabels(labels)
                .setSampling(32, true)
                .build();
    }
    // end

    /** The outputs of the network for these samples, row by row. */
    // snippet: outputs
    static float[] outputs(Trainer trainer, Samples samples) {
        try (NDManager call = trainer.getManager().newSubManager()) {
            NDList input = new NDList(call.create(samples.x()));
            return trainer.evaluate(input).head().toFloatArray();
        }
    }
    // end
}
