/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Loss;
import org.isoloss.dl4j.Dl4jLoss;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** What the examples of DL4J share. */
final class Dl4jTraining {

    private static final int BATCH = 32;

    private Dl4jTraining() {}

    // snippet: network
    static MultiLayerNetwork network(int inputs, int hidden, int outputs, Loss loss, Activation activation) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.01))
                .list()
                .layer(dense(inputs, hidden, Activation.TANH))
                .layer(new OutputLayer.Builder(new Dl4jLoss(loss))
                        .nIn(hidden)
                        .nOut(outputs)
                        .activation(activation)
                        .build())
                .build());
        network.init();
        return network;
    }

    static DenseLayer dense(int inputs, int outputs, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(activation)
                .build();
    }
    // end

    // snippet: batches
    static DataSetIterator batches(INDArray x, INDArray y) {
        return new ExistingDataSetIterator(new DataSet(x, y).batchBy(BATCH));
    }

    static INDArray features(Samples samples) {
        return Nd4j.createFromArray(samples.x());
    }

    /** Numbers, one in each row: targets of a regression, or class numbers. */
    static INDArray column(Samples samples) {
        return Nd4j.createFromArray(samples.y()).reshape(samples.size(), 1);
    }

    /** Classes as DL4J's own evaluations want them. */
    static INDArray oneHot(Samples samples, int classes) {
        float[][] y = new float[samples.size()][classes];
        for (int i = 0; i < y.length; i++) {
            y[i][samples.classes()[i]] = 1;
        }
        return Nd4j.createFromArray(y);
    }
    // end

    static float[] numbers(INDArray x) {
        return x.dup('c').data().asFloat();
    }
}
