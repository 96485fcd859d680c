/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.isoloss.Execution;
import org.isoloss.djl.DjlLoss;

/** Dense layers with tanh between them, in DJL. */
final class DjlNetwork implements Network {

    private final Task task;
    private final List<Dense> start;
    private final Model model;
    private final Trainer trainer;

    DjlNetwork(Task task, List<Dense> start, double learningRate, Execution execution) {
        this.task = task;
        this.start = List.copyOf(start);
        this.model = Model.newInstance("isoloss");
        model.setBlock(block(this.start));
        Optimizer descent = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed((float) learningRate))
                .build();
        this.trainer = model.newTrainer(
                new DefaultTrainingConfig(new DjlLoss(task.loss()).withExecution(execution)).optOptimizer(descent));
        trainer.initialize(new Shape(1, this.start.get(0).in()));
    }

    private static Block block(List<Dense> start) {
        SequentialBlock block = new SequentialBlock();
        for (Dense layer : start) {
            if (!block.getChildren().isEmpty()) {
                block.add(Activation.tanhBlock());
            }
            block.add(linear(layer));
        }
        return block;
    }

    private static Block linear(Dense layer) {
        Linear linear = Linear.builder().setUnits(layer.out()).build();
        linear.getDirectParameters().forEach(p -> {
            boolean weight = p.getValue().getType() == Parameter.Type.WEIGHT;
            float[] numbers = weight ? layer.weightTransposed() : layer.bias();
            p.getValue().setInitializer((manager, shape, type) -> manager.create(numbers, shape));
        });
        return linear;
    }

    @Override
    public String framework() {
        return "DJL";
    }

    @Override
    public double step(Minibatch batch) {
        // native memory is not garbage-collected: whatever a step makes goes with the step's manager
        try (NDManager step = trainer.getManager().newSubManager()) {
            double loss = backward(features(step, batch), targets(step, batch));
            trainer.step();
            return loss;
        }
    }

    private double backward(NDArray features, NDArray targets) {
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDList scores = trainer.forward(new NDList(features));
            NDArray loss = trainer.getLoss().evaluate(new NDList(targets), scores);
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    private static NDArray features(NDManager manager, Minibatch batch) {
        return manager.create(batch.features(), new Shape(batch.rows(), batch.width()));
    }

    private NDArray targets(NDManager manager, Minibatch batch) {
        Shape shape = task.indexed() ? new Shape(batch.rows()) : new Shape(batch.rows(), task.classes());
        return manager.create(task.targets(batch), shape);
    }

    @Override
    public float[] scores(Minibatch batch) {
        try (NDManager call = trainer.getManager().newSubManager()) {
            return trainer.evaluate(new NDList(features(call, batch)))
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    @Override
    public List<Dense> layers() {
        PairList<String, Parameter> parameters = model.getBlock().getParameters();
        List<Dense> layers = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            float[] weight = parameters.valueAt(2 * i).getArray().toFloatArray();
            float[] bias = parameters.valueAt(2 * i + 1).getArray().toFloatArray();
            layers.add(Dense.transposed(start.get(i).in(), start.get(i).out(), weight, bias));
        }
        return layers;
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
