/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/** Where a loss can stand in a network of DL4J: the layers, and what an example is. */
enum Place {
    OUTPUT(InputType.feedForward(2)) {
        @Override
        List<Layer> layers(Dl4jLoss loss, Activation activation) {
            return List.of(new OutputLayer.Builder(loss)
                    .nIn(FEATURES)
                    .nOut(COLUMNS)
                    .activation(activation)
                    .build());
        }
    },
    LOSS(InputType.feedForward(2)) {
        @Override
        List<Layer> layers(Dl4jLoss loss, Activation activation) {
            Layer dense = new DenseLayer.Builder()
                    .nIn(FEATURES)
                    .nOut(COLUMNS)
                    .activation(Activation.IDENTITY)
                    .build();
            return List.of(
                    dense, new LossLayer.Builder(loss).activation(activation).build());
        }
    },
    RNN_OUTPUT(InputType.recurrent(2), 3) {
        @Override
        List<Layer> layers(Dl4jLoss loss, Activation activation) {
            return List.of(new RnnOutputLayer.Builder(loss)
                    .nIn(FEATURES)
                    .nOut(COLUMNS)
                    .activation(activation)
                    .build());
        }
    },
    RNN_LOSS(InputType.recurrent(2), 3) {
        @Override
        List<Layer> layers(Dl4jLoss loss, Activation activation) {
            Layer recurrent =
                    new SimpleRnn.Builder().nIn(FEATURES).nOut(COLUMNS).build();
            return List.of(
                    recurrent,
                    new RnnLossLayer.Builder(loss).activation(activation).build());
        }
    },
    CNN_LOSS(InputType.convolutional(2, 3, 2), 2, 3) {
        @Override
        List<Layer> layers(Dl4jLoss loss, Activation activation) {
            Layer pixels = new ConvolutionLayer.Builder(1, 1)
                    .nIn(FEATURES)
                    .nOut(COLUMNS)
                    .activation(Activation.IDENTITY)
                    .build();
            return List.of(
                    pixels,
                    new CnnLossLayer.Builder(loss).activation(activation).build());
        }
    },
    CNN3D_LOSS(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 1, 3, 2), 2, 1, 3) {
        @Override
        List<Layer> layers(Dl4jLoss loss, Activation activation) {
            Layer voxels = new Convolution3D.Builder(1, 1, 1)
                    .nIn(FEATURES)
                    .nOut(COLUMNS)
                    .activation(Activation.IDENTITY)
                    .build();
            return List.of(
                    voxels,
                    new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                            .lossFunction(loss)
                            .activation(activation)
                            .build());
        }
    };

    static final int EXAMPLES = 4;
    static final int FEATURES = 2;
    static final int COLUMNS = 3;

    private final InputType input;
    private final long[] steps;

    Place(InputType input, long... steps) {
        this.input = input;
        this.steps = steps;
    }

    abstract List<Layer> layers(Dl4jLoss loss, Activation activation);

    boolean hasSteps() {
        return steps.length > 0;
    }

    int stepCount() {
        return (int) LongStream.of(steps).reduce(1, (a, b) -> a * b);
    }

    /** {@code leading} sizes and then those of the steps. */
    long[] shape(long... leading) {
        return LongStream.concat(LongStream.of(leading), LongStream.of(steps)).toArray();
    }

    Model network(NeuralNetConfiguration.Builder builder, boolean graph, Dl4jLoss loss, Activation activation) {
        return graph ? graph(builder, layers(loss, activation)) : layered(builder, layers(loss, activation));
    }

    private MultiLayerNetwork layered(NeuralNetConfiguration.Builder builder, List<Layer> layers) {
        NeuralNetConfiguration.ListBuilder list = builder.list();
        layers.forEach(list::layer);
        MultiLayerNetwork network = new MultiLayerNetwork(
                list.setInputType(input).validateOutputLayerConfig(false).build());
        network.init();
        return network;
    }

    private ComputationGraph graph(NeuralNetConfiguration.Builder builder, List<Layer> layers) {
        GraphBuilder graph = builder.graphBuilder().addInputs("in").setInputTypes(input);
        String last = "in";
        for (Layer layer : layers) {
            String name = layer.getClass().getSimpleName();
            graph.addLayer(name, layer, last);
            last = name;
        }
        ComputationGraph network = new ComputationGraph(
                graph.setOutputs(last).validateOutputLayerConfig(false).build());
        network.init();
        return network;
    }
}
