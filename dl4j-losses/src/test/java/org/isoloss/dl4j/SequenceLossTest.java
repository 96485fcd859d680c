/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.sequence.Ctc;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** A loss of whole sequences behind a recurrent layer, whose rows a {@code ReshapeVertex} makes sequences again. */
class SequenceLossTest {

    private static final int FRAMES = 6;
    private static final int CLASSES = 4;

    /** How many frames of 6, two labels of 2, the second of which is padding in the last row, and how many labels. */
    private static final double[][] TARGETS = {{6, 1, 2, 2}, {6, 2, 2, 2}, {5, 3, 1, 2}, {6, 3, 0, 1}};

    private static ComputationGraph network() {
        LossLayer last = new LossLayer.Builder(new Dl4jLoss(new Ctc()))
                .activation(Activation.IDENTITY)
                .build();
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.03))
                .graphBuilder()
                .addInputs("frames")
                .addLayer("memory", new LSTM.Builder().nIn(3).nOut(8).build(), "frames")
                .addLayer(
                        "scores",
                        new DenseLayer.Builder()
                                .nIn(8)
                                .nOut(CLASSES)
                                .activation(Activation.IDENTITY)
                                .build(),
                        new RnnToFeedForwardPreProcessor(),
                        "memory")
                // a row of the scores is that of example n at time t, and stands at n + N t
                .addVertex("sequences", new ReshapeVertex('f', new int[] {-1, FRAMES, CLASSES}, null), "scores")
                .addLayer("alignment", last, "sequences")
                .setOutputs("alignment")
                .validateOutputLayerConfig(false)
                .build());
        network.init();
        return network;
    }

    private static double value(INDArray logits) {
        double[] frames = new double[TARGETS.length];
        double[] lengths = new double[TARGETS.length];
        long[] labels = new long[2 * TARGETS.length];
        for (int n = 0; n < TARGETS.length; n++) {
            frames[n] = TARGETS[n][0];
            labels[2 * n] = (long) TARGETS[n][1];
            labels[2 * n + 1] = (long) TARGETS[n][2];
            lengths[n] = TARGETS[n][3];
        }
        List<HostTensor> inputs = List.of(
                ByHand.host(logits),
                HostTensor.of(frames, frames.length),
                HostTensor.indices(labels, frames.length, 2),
                HostTensor.of(lengths, lengths.length));
        return new Evaluator<>(new HostOps()).value(new Ctc(), Batch.of(inputs)).toArray()[0];
    }

    @Test
    void aRecurrentNetworkLearnsToAlign() {
        ComputationGraph network = network();
        Nd4j.getRandom().setSeed(5);
        INDArray x = Nd4j.randn(DataType.DOUBLE, TARGETS.length, 3, FRAMES);
        INDArray logits = network.outputSingle(x);
        INDArray alone = network.outputSingle(x.get(NDArrayIndex.interval(1, 2)));
        assertThat(alone.equalsWithEps(logits.get(NDArrayIndex.interval(1, 2)), 1e-12))
                .as("a row is one sequence")
                .isTrue();
        double untrained = value(logits);
        DataSet batch = new DataSet(x, Nd4j.createFromArray(TARGETS));
        network.fit(batch);
        assertThat(network.score()).isCloseTo(untrained, within(1e-12));
        for (int i = 0; i < 150; i++) {
            network.fit(batch);
        }
        assertThat(value(network.outputSingle(x))).isLessThan(untrained / 10);
    }
}
