/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.ArrayList;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Check;
import org.isoloss.diagnose.BatchFit;
import org.isoloss.diagnose.Levels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains a copy of a network on a single batch to see whether it can learn it by heart, as every sound one can.
 *
 * <pre>{@code
 * BatchFit fit = new OverfitOneBatch().run(network, batch);
 * if (!fit.reached()) {
 *     log.warn(fit.sentence());
 * }
 * }</pre>
 *
 * <p>The network itself is left as it is, and its listeners are not told. Its updaters are not used but Adam, so that a
 * wrong learning rate is no excuse; dropout and penalties on parameters take no part, except in layers inside others. Of
 * losses of ours the floor is known, so labels may be smoothed or soft; of others it is taken to be 0.
 *
 * @since 0.1
 */
public final class OverfitOneBatch {

    private final int steps;
    private final double learningRate;

    /** At most 500 steps with a learning rate of 0.01. */
    public OverfitOneBatch() {
        this(500, 0.01);
    }

    private OverfitOneBatch(int steps, double learningRate) {
        Check.atLeast("steps", steps, 1);
        Check.above("learningRate", learningRate, 0);
        this.steps = steps;
        this.learningRate = learningRate;
    }

    public OverfitOneBatch withSteps(int steps) {
        return new OverfitOneBatch(steps, learningRate);
    }

    public OverfitOneBatch withLearningRate(double learningRate) {
        return new OverfitOneBatch(steps, learningRate);
    }

    /** Trains a copy. It stops before the last step if the loss has come to its floor. */
    public BatchFit run(MultiLayerNetwork network, DataSet batch) {
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        configuration.getConfs().forEach(conf -> prepare(conf.getLayer()));
        MultiLayerNetwork copy = new MultiLayerNetwork(configuration);
        copy.init(network.params().dup(), false);
        INDArray output = copy.output(batch.getFeatures(), false);
        return fit(copy, () -> copy.fit(batch), Readings.levels(copy, batch, output));
    }

    /** The same for a graph with one input and one output. */
    public BatchFit run(ComputationGraph graph, DataSet batch) {
        ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                prepare(layer.getLayerConf().getLayer());
            }
        }
        ComputationGraph copy = new ComputationGraph(configuration);
        copy.init(graph.params().dup(), false);
        INDArray output = copy.output(false, batch.getFeatures())[0];
        return fit(copy, () -> copy.fit(batch), Readings.levels(copy, batch, output));
    }

    /** With nothing that keeps a network from learning by heart. */
    private void prepare(Layer layer) {
        layer.setIDropout(null);
        if (layer instanceof BaseLayer trained) {
            trained.setIUpdater(new Adam(learningRate));
            trained.setBiasUpdater(null);
            trained.setRegularization(new ArrayList<>());
            trained.setRegularizationBias(new ArrayList<>());
        }
    }

    /** A score is that of before the step. */
    private BatchFit fit(Model copy, Runnable step, Levels levels) {
        copy.setListeners(new MinibatchSize());
        step.run();
        return BatchFit.train(copy.score(), levels, steps, i -> {
            step.run();
            return copy.score();
        });
    }
}
