/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.dl4j.PerplexityEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A language model over a window of characters. */
final class Dl4jLanguage {

    private Dl4jLanguage() {}

    static Figures run() {
        Figures figures = Figures.of("epoch", new Figures.Column("perplexity of unseen text", 4, 0.02));
        // snippet: train
        int[] text = Windows.constitution();
        DataSetIterator train = batches(Windows.of(text, DjlLanguage.WINDOW, DjlLanguage.WINDOW, DjlLanguage.TRAIN));
        DataSetIterator test = batches(Windows.of(text, DjlLanguage.WINDOW, DjlLanguage.TRAIN, DjlLanguage.TEST));
        MultiLayerNetwork network = network();
        for (int epoch = 1; epoch <= 4; epoch++) {
            network.fit(train, 1);
            PerplexityEvaluation unseen = network.doEvaluation(test, new PerplexityEvaluation())[0];
            figures.row(String.valueOf(epoch), unseen.perplexity().value());
        }
        // end
        return figures;
    }

    // snippet: network
    private static MultiLayerNetwork network() {
        int inputs = DjlLanguage.WINDOW * Windows.SIZE;
        Weights start = new Weights(inputs, DjlLanguage.HIDDEN, Windows.SIZE);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Sgd(DjlLanguage.RATE))
                .list()
                .layer(Dl4jTraining.dense(inputs, DjlLanguage.HIDDEN, Activation.TANH))
                .layer(new OutputLayer.Builder(new Dl4jLoss(new CrossEntropy()))
                        .nIn(DjlLanguage.HIDDEN)
                        .nOut(Windows.SIZE)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.setParam("0_W", Nd4j.createFromArray(start.of(0)));
        network.setParam("1_W", Nd4j.createFromArray(start.of(1)));
        return network;
    }

    private static DataSetIterator batches(Samples samples) {
        DataSet all = new DataSet(Dl4jTraining.features(samples), Dl4jTraining.column(samples));
        return new ExistingDataSetIterator(all.batchBy(DjlLanguage.BATCH));
    }
    // end
}
