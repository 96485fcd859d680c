/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** A small network in double precision for random rows of three classes. */
record Toy(Model model) {

    static final double RATE = 0.25;
    private static final int ROWS = 12;
    private static final int FEATURES = 5;
    private static final int HIDDEN = 16;
    static final int CLASSES = 3;

    static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(RATE));
    }

    static Layer hidden() {
        return new DenseLayer.Builder()
                .nIn(FEATURES)
                .nOut(HIDDEN)
                .activation(Activation.TANH)
                .build();
    }

    static Layer output(ILossFunction loss) {
        return new OutputLayer.Builder(loss)
                .nIn(HIDDEN)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    static Toy layered(ILossFunction loss) {
        return layered(builder(), hidden(), output(loss));
    }

    static Toy layered(NeuralNetConfiguration.Builder builder, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = builder.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return new Toy(network);
    }

    static Toy graph(ILossFunction loss) {
        ComputationGraph graph = new ComputationGraph(builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", hidden(), "in")
                .addLayer("out", output(loss), "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        return new Toy(graph);
    }

    /** Each row has a class that it shares with the third row after it. */
    static DataSet data() {
        Random random = new Random(1);
        double[][] x = new double[ROWS][FEATURES];
        double[][] y = new double[ROWS][CLASSES];
        for (int i = 0; i < ROWS; i++) {
            y[i][i % CLASSES] = 1;
            for (int j = 0; j < FEATURES; j++) {
                x[i][j] = 2 * random.nextDouble() - 1;
            }
        }
        return new DataSet(Nd4j.createFromArray(x), Nd4j.createFromArray(y));
    }

    void fit(DataSetIterator data, int epochs, TrainingListener... listeners) {
        model.setListeners(listeners);
        if (model instanceof MultiLayerNetwork network) {
            network.fit(data, epochs);
        } else if (model instanceof ComputationGraph graph) {
            graph.fit(data, epochs);
        }
    }

    /** A copy. */
    INDArray parameters() {
        return model.params().dup();
    }

    double score() {
        return model.score();
    }
}
