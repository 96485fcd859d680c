/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.dl4j.LossListener;
import org.isoloss.examples.Samples;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Runs recipes in DL4J. */
final class Dl4jRun {

    private Dl4jRun() {}

    static void run(Recipe recipe, LossMonitor monitor) {
        MultiLayerNetwork network = network(recipe);
        start(recipe, network);
        DataSet test = dataSet(recipe, recipe.data().test());
        network.setListeners(new LossListener(monitor).withValidation(new ExistingDataSetIterator(List.of(test))));
        for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
            List<DataSet> batches = recipe.batches(epoch).stream()
                    .map(rows -> dataSet(recipe, rows))
                    .toList();
            network.fit(new ExistingDataSetIterator(batches));
        }
    }

    static MultiLayerNetwork network(Recipe recipe) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(recipe.seed())
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.XAVIER)
                .updater(updater(recipe.optimiser()))
                .list();
        int width = recipe.data().train().width();
        for (int units : recipe.network().hidden()) {
            layers.layer(dense(
                    width, units, Activation.valueOf(recipe.network().bend().name())));
            width = units;
        }
        Activation end =
                switch (recipe.network().end()) {
                    case NOTHING -> Activation.IDENTITY;
                    case SIGMOID -> Activation.SIGMOID;
                    case SOFTMAX -> Activation.SOFTMAX;
                };
        layers.layer(dense(width, recipe.task().outputs(), end));
        layers.layer(new LossLayer.Builder(new Dl4jLoss(recipe.task().loss()))
                .activation(Activation.IDENTITY)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    private static DenseLayer dense(int inputs, int outputs, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(activation)
                .build();
    }

    private static IUpdater updater(Recipe.Optimiser optimiser) {
        ISchedule rate = new ExponentialSchedule(ScheduleType.ITERATION, optimiser.rate(), optimiser.decay());
        return optimiser.adam() ? new Adam(rate) : new Sgd(rate);
    }

    private static void start(Recipe recipe, MultiLayerNetwork network) {
        int hidden = recipe.network().hidden().size();
        for (Map.Entry<String, INDArray> named : network.paramTable().entrySet()) {
            String[] layerAndType = named.getKey().split("_", 2);
            if (layerAndType[1].equals("W")) {
                named.getValue().muli(recipe.network().scale());
            } else if (Integer.parseInt(layerAndType[0]) < hidden) {
                named.getValue().addi(recipe.network().bias());
            }
        }
    }

    static DataSet dataSet(Recipe recipe, Samples rows) {
        INDArray y = Nd4j.createFromArray(rows.y()).reshape(rows.size(), 1);
        return new DataSet(Nd4j.createFromArray(rows.x()), y);
    }
}
