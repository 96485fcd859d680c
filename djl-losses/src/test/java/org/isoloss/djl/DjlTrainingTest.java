/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;
import java.util.Random;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.embedding.InfoNce;
import org.junit.jupiter.api.Test;

/** Real networks under DJL's own trainer. */
class DjlTrainingTest {

    private static DefaultTrainingConfig config(Loss loss, float learningRate) {
        return new DefaultTrainingConfig(new DjlLoss(loss))
                .optInitializer(new NormalInitializer(0.5f), Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(learningRate))
                        .build());
    }

    private static SequentialBlock hidden(int out) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(out).build());
    }

    private static double step(Trainer trainer, double[] data, long[] labels) {
        try (NDManager batch = trainer.getManager().newSubManager()) {
            NDArray x = batch.create(data, new Shape(labels.length, data.length / labels.length))
                    .toType(DataType.FLOAT32, false);
            NDList y = new NDList(batch.create(labels));
            double value;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray loss = trainer.getLoss().evaluate(y, trainer.forward(new NDList(x)));
                collector.backward(loss);
                value = new DjlOps().toHost(loss)[0];
            }
            trainer.step();
            return value;
        }
    }

    /** Two interleaved rings, with every tenth label unknown. */
    private static long[] rings(double[] points, long seed) {
        Random random = new Random(seed);
        long[] labels = new long[points.length / 2];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            double angle = 2 * Math.PI * random.nextDouble();
            points[2 * i] = (1 + labels[i]) * Math.cos(angle);
            points[2 * i + 1] = (1 + labels[i]) * Math.sin(angle);
            labels[i] = i % 10 == 0 ? -1 : labels[i];
        }
        return labels;
    }

    @Test
    void aNetworkLearns() {
        Loss loss = new CrossEntropy().withLabelSmoothing(0.05).withIgnoreIndices(-1);
        double[] points = new double[2 * 64];
        long[] labels = rings(points, 1);
        try (Model model = Model.newInstance("rings", "PyTorch")) {
            model.setBlock(hidden(2));
            try (Trainer trainer = model.newTrainer(config(loss, 0.3f))) {
                trainer.initialize(new Shape(1, 2));
                double first = step(trainer, points, labels);
                double last = first;
                for (int i = 0; i < 1500; i++) {
                    last = step(trainer, points, labels);
                }
                assertThat(last).isLessThan(first / 2);
            }
        }
    }

    /** An array of the size of the output that outlived each step would take half a gigabyte in all. */
    @Test
    void residentMemoryStaysFlat() {
        Loss loss = new CrossEntropy().withLabelSmoothing(0.1).withIgnoreIndices(-1);
        double[] points = new double[2 * 256];
        long[] labels = rings(points, 1);
        try (Model model = Model.newInstance("wide", "PyTorch")) {
            model.setBlock(hidden(512));
            try (Trainer trainer = model.newTrainer(config(loss, 0.01f))) {
                trainer.initialize(new Shape(1, 2));
                for (int i = 0; i < 200; i++) {
                    step(trainer, points, labels);
                }
                long before = ResidentMemory.bytes();
                for (int i = 0; i < 1000; i++) {
                    step(trainer, points, labels);
                }
                assertThat(ResidentMemory.bytes() - before).isLessThan(256L << 20);
            }
        }
    }

    /** An encoder, and a temperature beside it as one more prediction; its logarithm is learned, so it stays positive. */
    private static final class WithTemperature extends AbstractBlock {
        private final SequentialBlock encoder = addChildBlock("encoder", hidden(4));
        private final Parameter logTemperature = addParameter(Parameter.builder()
                .setName("logTemperature")
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(1))
                .optInitializer((manager, shape, type) -> manager.zeros(shape, type))
                .build());

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray anchors = encoder.forward(parameters, new NDList(inputs.get(0)), training)
                    .get(0);
            NDArray positives = encoder.forward(
                            parameters, new NDList(inputs.get(0).add(0.1f)), training)
                    .get(0);
            NDArray t = parameters
                    .getValue(logTemperature, inputs.get(0).getDevice(), training)
                    .exp();
            return new NDList(anchors, positives, t);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {new Shape(inputs[0].get(0), 4), new Shape(inputs[0].get(0), 4), new Shape(1)};
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            encoder.initialize(manager, type, inputs);
        }
    }

    @Test
    void aTemperatureIsLearnedBesideTheNetwork() {
        double[] points = new Random(2).doubles(2 * 16, -2, 2).toArray();
        try (Model model = Model.newInstance("contrastive", "PyTorch")) {
            WithTemperature block = new WithTemperature();
            model.setBlock(block);
            try (Trainer trainer = model.newTrainer(config(new InfoNce().withLearnedTemperature(), 0.05f))) {
                trainer.initialize(new Shape(1, 2));
                double first = contrast(trainer, points);
                double last = first;
                for (int i = 0; i < 300; i++) {
                    last = contrast(trainer, points);
                }
                assertThat(last).isLessThan(0.8 * first);
                assertThat(new DjlOps().toHost(block.logTemperature.getArray())[0])
                        .isLessThan(-0.1);
            }
        }
    }

    private static double contrast(Trainer trainer, double[] points) {
        try (NDManager batch = trainer.getManager().newSubManager()) {
            NDArray x = batch.create(points, new Shape(points.length / 2, 2)).toType(DataType.FLOAT32, false);
            double value;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray loss = trainer.getLoss().evaluate(new NDList(), trainer.forward(new NDList(x)));
                collector.backward(loss);
                value = new DjlOps().toHost(loss)[0];
            }
            trainer.step();
            return value;
        }
    }
}
