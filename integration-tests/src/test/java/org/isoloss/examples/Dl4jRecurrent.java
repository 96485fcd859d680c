/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.dl4j.GradientClipping;
import org.isoloss.dl4j.MinibatchSize;
import org.isoloss.dl4j.PerplexityEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A recurrent language model over lines of different lengths. */
final class Dl4jRecurrent {

    private static final int STEPS = 40;

    private Dl4jRecurrent() {}

    static Figures run() {
        Figures figures = Figures.of("epoch", new Figures.Column("perplexity of unseen text", 3, 0.6));
        List<int[]> lines = Windows.lines(Arrays.copyOf(Windows.constitution(), 9_000), STEPS);
        int from = lines.size() * 3 / 4;
        // snippet: train
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.01))
                .list()
                .layer(new LSTM.Builder()
                        .nIn(Windows.SIZE)
                        .nOut(64)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(new Dl4jLoss(new CrossEntropy()))
                        .nIn(64)
                        .nOut(Windows.SIZE)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.addListeners(new MinibatchSize(), new GradientClipping(1));
        DataSetIterator train = batches(lines.subList(0, from));
        DataSetIterator test = batches(lines.subList(from, lines.size()));
        for (int epoch = 1; epoch <= 5; epoch++) {
            network.fit(train, 1);
            PerplexityEvaluation unseen = network.doEvaluation(test, new PerplexityEvaluation())[0];
            figures.row(String.valueOf(epoch), unseen.perplexity().value());
        }
        // end
        return figures;
    }

    // snippet: batches
    /** Each step sees the character before it, one-hot; a mask says which steps a line has. */
    private static DataSetIterator batches(List<int[]> lines) {
        float[][][] x = new float[lines.size()][Windows.SIZE][STEPS];
        float[][][] y = new float[lines.size()][1][STEPS];
        float[][] mask = new float[lines.size()][STEPS];
        for (int i = 0; i < lines.size(); i++) {
            int[] line = lines.get(i);
            for (int t = 0; t < line.length; t++) {
                int before = t == 0 ? 0 : line[t - 1];
                x[i][before][t] = 1;
                y[i][0][t] = line[t];
                mask[i][t] = 1;
            }
        }
        INDArray present = Nd4j.createFromArray(mask);
        DataSet all = new DataSet(Nd4j.createFromArray(x), Nd4j.createFromArray(y), present, present);
        return new ExistingDataSetIterator(all.batchBy(16));
    }
    // end
}
