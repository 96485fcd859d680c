/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Execution;
import org.isoloss.classification.CrossEntropy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A long training with a loss, an evaluation and clipped gradients takes no more memory than a short one. */
@Tag("slow")
class ManyStepsTest {

    private static final int ROWS = 64;
    private static final int CLASSES = 256;

    private final PerplexityEvaluation perplexity = new PerplexityEvaluation().ignoring(-1);

    /** ND4J frees arrays when the collector finds them, and small objects that own large arrays give it little reason to look. */
    private void steps(MultiLayerNetwork network, DataSet batch, int count) {
        for (int i = 1; i <= count; i++) {
            network.fit(batch);
            if (i % 50 == 0) {
                perplexity.eval(batch.getLabels(), network.output(batch.getFeatures()));
                System.gc();
            }
        }
    }

    private static MultiLayerNetwork network(Dl4jLoss loss) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.FLOAT)
                .updater(new Sgd(0.05))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(16)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(16)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.setListeners(new GradientClipping(1), new MinibatchSize());
        return network;
    }

    /** An array of the size of the output that outlived each step would take 655 MB in all. */
    @ParameterizedTest
    @CsvSource({"AUTO, fused", "NATIVE, native"})
    void residentMemoryIsFlatOverTenThousandSteps(Execution execution, String way) {
        Dl4jLoss loss =
                new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.1).withIgnoreIndices(-1)).withExecution(execution);
        MultiLayerNetwork network = network(loss);
        INDArray labels = Nd4j.arange(-1, ROWS - 1).castTo(DataType.FLOAT).reshape('c', new long[] {ROWS, 1});
        DataSet batch = new DataSet(Nd4j.randn(DataType.FLOAT, ROWS, 4), labels);
        assertThat(loss.explain(labels, network.output(batch.getFeatures()))).contains("runs " + way);
        steps(network, batch, 1_000);
        long before = ResidentMemory.bytes();
        steps(network, batch, 10_000);
        assertThat(ResidentMemory.bytes() - before)
                .as("bytes more than %d", before)
                .isLessThan(64L << 20);
        assertThat(perplexity.getValue(PerplexityEvaluation.Metric.PERPLEXITY)).isBetween(1.0, 1e4);
    }
}
