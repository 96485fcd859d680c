/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Execution;
import org.isoloss.dl4j.Dl4jLoss;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Dense layers with tanh between them, in DL4J. */
final class Dl4jNetwork implements Network {

    private final Task task;
    private final List<Dense> start;
    private final MultiLayerNetwork network;

    Dl4jNetwork(Task task, List<Dense> start, double learningRate, Execution execution) {
        this.task = task;
        this.start = List.copyOf(start);
        this.network = network(task, this.start, learningRate, execution);
        network.init();
        for (int i = 0; i < start.size(); i++) {
            Dense layer = start.get(i);
            network.setParam(i + "_W", array(layer.weight(), layer.in(), layer.out()));
            network.setParam(i + "_b", array(layer.bias(), 1, layer.out()));
        }
    }

    private static MultiLayerNetwork network(Task task, List<Dense> start, double learningRate, Execution execution) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Sgd(learningRate))
                .list();
        int last = start.size() - 1;
        for (Dense layer : start.subList(0, last)) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(layer.in())
                    .nOut(layer.out())
                    .activation(Activation.TANH)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(new Dl4jLoss(task.loss()).withExecution(execution))
                .nIn(start.get(last).in())
                .nOut(start.get(last).out())
                .activation(Activation.valueOf(task.activation()))
                .build());
        return new MultiLayerNetwork(layers.build());
    }

    @Override
    public String framework() {
        return "DL4J";
    }

    @Override
    public double step(Minibatch batch) {
        INDArray targets = array(task.targets(batch), batch.rows(), task.indexed() ? 1 : task.classes());
        network.fit(features(batch), targets);
        return network.score();
    }

    @Override
    public float[] scores(Minibatch batch) {
        return network.output(features(batch)).dup('c').data().asFloat();
    }

    @Override
    public List<Dense> layers() {
        List<Dense> layers = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            // parameters are views in column-major order
            float[] weight = network.getParam(i + "_W").dup('c').data().asFloat();
            float[] bias = network.getParam(i + "_b").dup('c').data().asFloat();
            layers.add(new Dense(start.get(i).in(), start.get(i).out(), weight, bias));
        }
        return layers;
    }

    private static INDArray features(Minibatch batch) {
        return array(batch.features(), batch.rows(), batch.width());
    }

    private static INDArray array(float[] numbers, int rows, int columns) {
        return Nd4j.create(numbers, new long[] {rows, columns}, 'c');
    }

    @Override
    public void close() {
        network.close();
    }
}
