/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.isoloss.Loss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.ranking.LambdaRank;
import org.isoloss.ranking.ListNet;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** Lists of patients, the most ill to be ranked first. */
final class Dl4jRanking {

    private static final int LENGTH = 10;

    private Dl4jRanking() {}

    static Figures run() {
        Figures figures = Figures.of("loss", new Figures.Column("NDCG", 3, 0.05));
        Split patients = Split.graded();
        figures.row("before training", ndcg(new ListNet(), patients, 0));
        // snippet: losses
        figures.row("ListNet", ndcg(new ListNet(), patients, 12));
        figures.row("LambdaRank", ndcg(new LambdaRank(), patients, 12));
        // end
        return figures;
    }

    // snippet: network
    /** An example is a list: its documents are taken apart for the layers, and their scores put together for the loss. */
    private static ComputationGraph network(Loss loss, int features) {
        LossLayer last = new LossLayer.Builder(new Dl4jLoss(loss))
                .activation(Activation.IDENTITY)
                .build();
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("lists")
                .addVertex("documents", new ReshapeVertex(-1, features), "lists")
                .addLayer("hidden", Dl4jTraining.dense(features, 4, Activation.TANH), "documents")
                .addLayer("score", Dl4jTraining.dense(4, 1, Activation.IDENTITY), "hidden")
                .addVertex("scores", new ReshapeVertex(-1, LENGTH), "score")
                .addLayer("loss", last, "scores")
                .setOutputs("loss")
                .build());
        network.init();
        return network;
    }
    // end

    // snippet: ndcg
    private static double ndcg(Loss loss, Split patients, int epochs) {
        ComputationGraph network = network(loss, patients.train().width());
        DataSet lists = new DataSet(lists(patients.train()), grades(patients.train()));
        DataSetIterator batches = new ExistingDataSetIterator(lists.batchBy(8));
        for (int epoch = 0; epoch < epochs; epoch++) {
            network.fit(batches);
        }
        INDArray scores = network.outputSingle(lists(patients.test()));
        int ranked = patients.test().size() / LENGTH * LENGTH;
        return Measures.ndcg(
                Dl4jTraining.numbers(scores), patients.test().range(0, ranked).y(), LENGTH);
    }

    private static INDArray lists(Samples samples) {
        int lists = samples.size() / LENGTH;
        return Dl4jTraining.features(samples.range(0, lists * LENGTH)).reshape('c', lists, LENGTH * samples.width());
    }

    private static INDArray grades(Samples samples) {
        int lists = samples.size() / LENGTH;
        return Dl4jTraining.column(samples.range(0, lists * LENGTH)).reshape('c', lists, LENGTH);
    }
    // end
}
