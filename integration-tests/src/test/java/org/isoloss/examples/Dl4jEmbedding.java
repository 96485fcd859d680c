/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Loss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.embedding.BatchHardTriplet;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** Embeddings: triplets that are mined in the batch, triplets that are given, and contrast of pairs. */
final class Dl4jEmbedding {

    private static final int WIDTH = 4;
    private static final int EPOCHS = 5;
    private static final int BATCH = 32;

    private Dl4jEmbedding() {}

    static Figures run() {
        Figures figures = Figures.of("loss", new Figures.Column("recall@1", 3, 0.05));
        Split digits = Split.of("digits.csv");
        figures.row("before training", recall(encoder(new TripletMargin(), 3), digits.test()));
        figures.row("triplets, mined", mined(digits));
        figures.row("triplets, given", given(digits, new TripletMargin(), 3));
        figures.row("InfoNCE of pairs", given(digits, new InfoNce().withTemperature(0.1), 2));
        return figures;
    }

    // snippet: mined
    private static double mined(Split digits) {
        Loss loss = new BatchHardTriplet().withMargin(1);
        MultiLayerNetwork network = Dl4jTraining.network(64, 32, WIDTH, loss, Activation.IDENTITY);
        network.fit(
                Dl4jTraining.batches(Dl4jTraining.features(digits.train()), Dl4jTraining.column(digits.train())),
                EPOCHS);
        INDArray embeddings = network.output(Dl4jTraining.features(digits.test()));
        return Measures.recallAt1(
                Dl4jTraining.numbers(embeddings), digits.test().classes());
    }
    // end

    // snippet: encoder
    /** One encoder for all inputs: stacked on the way in, unstacked behind it, side by side for the loss. */
    private static ComputationGraph encoder(Loss loss, int inputs) {
        List<String> views = List.of("anchor", "positive", "negative").subList(0, inputs);
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs(views)
                .addVertex("all", new StackVertex(), views.toArray(String[]::new))
                .addLayer("hidden", Dl4jTraining.dense(64, 32, Activation.TANH), "all")
                .addLayer("embedding", Dl4jTraining.dense(32, WIDTH, Activation.IDENTITY), "hidden");
        String[] columns = new String[inputs];
        for (int i = 0; i < inputs; i++) {
            columns[i] = views.get(i) + "Embedding";
            graph.addVertex(columns[i], new UnstackVertex(i, inputs), "embedding");
        }
        LossLayer last = new LossLayer.Builder(new Dl4jLoss(loss))
                .activation(Activation.IDENTITY)
                .build();
        graph.addVertex("columns", new MergeVertex(), columns)
                .addLayer("loss", last, "columns")
                .setOutputs("loss");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return network;
    }
    // end

    // snippet: given
    private static double given(Split digits, Loss loss, int inputs) {
        ComputationGraph network = encoder(loss, inputs);
        Triplets all = Triplets.of(digits.train(), digits.train().size());
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int from = 0; from + BATCH <= all.anchors().size(); from += BATCH) {
                INDArray[] views = {
                    Dl4jTraining.features(all.anchors().range(from, from + BATCH)),
                    Dl4jTraining.features(all.positives().range(from, from + BATCH)),
                    Dl4jTraining.features(all.negatives().range(from, from + BATCH))
                };
                INDArray[] labels = {Nd4j.zeros(DataType.FLOAT, BATCH, 1)}; // not looked at
                network.fit(new MultiDataSet(Arrays.copyOf(views, inputs), labels));
            }
        }
        return recall(network, digits.test());
    }

    /** All inputs but the first are of no matter here. */
    private static double recall(ComputationGraph network, Samples samples) {
        INDArray[] inputs = new INDArray[network.getNumInputArrays()];
        Arrays.fill(inputs, Dl4jTraining.features(samples));
        INDArray anchors = network.outputSingle(inputs).get(NDArrayIndex.all(), NDArrayIndex.interval(0, WIDTH));
        return Measures.recallAt1(Dl4jTraining.numbers(anchors), samples.classes());
    }
    // end
}
