/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import ai.djl.util.Pair;
import org.isoloss.djl.DjlLoss;
import org.isoloss.djl.LossListener;
import org.isoloss.examples.Samples;

/** Runs recipes in DJL. */
final class DjlRun {

    private DjlRun() {}

    static void run(Recipe recipe, LossMonitor monitor) {
        Engine.getEngine("PyTorch").setRandomSeed((int) recipe.seed());
        Tracker rate = n ->
                (float) (recipe.optimiser().rate() * Math.pow(recipe.optimiser().decay(), n));
        DefaultTrainingConfig config = new DefaultTrainingConfig(
                        new DjlLoss(recipe.task().loss()))
                .optOptimizer(optimizer(recipe, rate))
                .addTrainingListeners(new LossListener(monitor).withLearningRate(rate));
        try (Model model = Model.newInstance("recipe", "PyTorch")) {
            model.setBlock(network(recipe));
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, recipe.data().train().width()));
                start(recipe, trainer);
                fit(recipe, trainer);
            }
        }
    }

    static Optimizer optimizer(Recipe recipe, Tracker rate) {
        return recipe.optimiser().adam()
                ? Optimizer.adam().optLearningRateTracker(rate).build()
                : Optimizer.sgd().setLearningRateTracker(rate).build();
    }

    static SequentialBlock network(Recipe recipe) {
        SequentialBlock network = new SequentialBlock();
        for (int units : recipe.network().hidden()) {
            network.add(Linear.builder().setUnits(units).build());
            switch (recipe.network().bend()) {
                case TANH -> network.add(Activation::tanh);
                case RELU -> network.add(Activation::relu);
                case SIGMOID -> network.add(Activation::sigmoid);
            }
        }
        network.add(Linear.builder().setUnits(recipe.task().outputs()).build());
        switch (recipe.network().end()) {
            case NOTHING -> {}
            case SIGMOID -> network.add(Activation::sigmoid);
            case SOFTMAX -> network.add(x -> new NDList(x.singletonOrThrow().softmax(1)));
        }
        return network;
    }

    private static void start(Recipe recipe, Trainer trainer) {
        int layer = 0;
        for (Pair<String, Parameter> named : trainer.getModel().getBlock().getParameters()) {
            NDArray x = named.getValue().getArray();
            if (x.getShape().dimension() > 1) {
                x.muli(recipe.network().scale());
            } else if (layer++ < recipe.network().hidden().size()) {
                x.addi(recipe.network().bias());
            }
        }
    }

    private static void fit(Recipe recipe, Trainer trainer) {
        for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
            for (Samples rows : recipe.batches(epoch)) {
                try (Batch batch = batch(recipe, rows, trainer.getManager())) {
                    EasyTrain.trainBatch(trainer, batch);
                    trainer.step();
                }
            }
            try (Batch batch = batch(recipe, recipe.data().test(), trainer.getManager())) {
                EasyTrain.validateBatch(trainer, batch);
            }
            trainer.notifyListeners(listener -> listener.onEpoch(trainer));
        }
        trainer.notifyListeners((TrainingListener listener) -> listener.onTrainingEnd(trainer));
    }

    static Batch batch(Recipe recipe, Samples rows, NDManager owner) {
        NDManager manager = owner.newSubManager();
        NDArray y = recipe.task().hasClasses()
                ? manager.create(rows.classes())
                : manager.create(rows.y()).reshape(rows.size(), 1);
        return new Batch(
                manager,
                new NDList(manager.create(rows.x())),
                new NDList(y),
                rows.size(),
                Batchifier.STACK,
                Batchifier.STACK,
                0,
                rows.size());
    }
}
