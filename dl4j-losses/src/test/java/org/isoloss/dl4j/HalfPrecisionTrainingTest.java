/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Execution;
import org.isoloss.classification.CrossEntropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Networks whose every array is in half precision. */
class HalfPrecisionTrainingTest {

    private static final int ROWS = 64;

    private static MultiLayerNetwork network(ILossFunction loss) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT16)
                .seed(1)
                .updater(new Sgd(0.5))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(16)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(16)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    /** Points of the plane, and whether they lie above a curve. */
    private static DataSet curve() {
        double[][] points = new double[ROWS][];
        double[][] labels = new double[ROWS][2];
        for (int i = 0; i < ROWS; i++) {
            int row = i / 8;
            double x = i % 8 / 4.0 - 1;
            double y = row / 4.0 - 1;
            points[i] = new double[] {x, y};
            labels[i][y > Math.sin(3 * x) ? 1 : 0] = 1;
        }
        INDArray features = Nd4j.createFromArray(points).castTo(DataType.FLOAT16);
        return new DataSet(features, Nd4j.createFromArray(labels).castTo(DataType.FLOAT16));
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aNetworkLearns(Execution execution) {
        MultiLayerNetwork network = network(new Dl4jLoss(new CrossEntropy()).withExecution(execution));
        DataSet data = curve();
        double first = network.score(data);
        for (int i = 0; i < 50; i++) {
            network.fit(data);
        }
        assertThat(network.score(data)).isLessThan(0.7 * first);
        assertThat(network.params().dataType()).isEqualTo(DataType.FLOAT16);
    }

    /** Where DL4J's own loss takes the logarithm of a probability that half precision does not have. */
    @Test
    void aNetworkThatIsSureHasAScore() {
        MultiLayerNetwork ours = network(new Dl4jLoss(new CrossEntropy()));
        MultiLayerNetwork own = network(new LossMCXENT());
        INDArray sure = ours.params().mul(64);
        ours.setParams(sure);
        own.setParams(sure);
        assertThat(own.score(curve())).isNaN();
        assertThat(ours.score(curve())).isBetween(1.0, 500.0);
    }
}
