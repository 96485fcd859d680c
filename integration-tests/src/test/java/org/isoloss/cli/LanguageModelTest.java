/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Execution;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.dl4j.MinibatchSize;
import org.isoloss.dl4j.PerplexityEvaluation;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.metric.Perplexity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Character by character: perplexity falls, padding takes no part, and the frameworks agree. */
class LanguageModelTest {

    private static final int PADDING = -100;
    private static final CrossEntropy LOSS = new CrossEntropy().withIgnoreIndices(PADDING);
    private static final int BATCH = 64;

    // ---- a dense model over a window ----

    /** Batches of one size; the last is filled up with rows without a label. */
    private static List<Minibatch> padded(List<Example> examples, int epoch) {
        List<Minibatch> batches = new ArrayList<>();
        for (Minibatch batch : Minibatch.epoch(examples, BATCH, 1, epoch)) {
            List<Example> rows = new ArrayList<>(batch.examples());
            rows.addAll(Collections.nCopies(BATCH - rows.size(), examples.get(0).withLabel(PADDING)));
            batches.add(new Minibatch(rows));
        }
        return batches;
    }

    /** A distribution's logarithms are logits of it, so scores may be either. */
    private static Perplexity perplexity(Network network, boolean probabilities, List<Minibatch> batches) {
        Perplexity sum = Perplexity.NOTHING;
        for (Minibatch batch : batches) {
            float[] scores = network.scores(batch);
            double[] logits = new double[scores.length];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = probabilities ? Math.log(scores[i]) : scores[i];
            }
            long[] labels = batch.examples().stream().mapToLong(Example::label).toArray();
            sum = sum.merge(Perplexity.of(
                    new HostOps(),
                    LOSS,
                    Batch.of(List.of(
                            HostTensor.of(logits, BATCH, logits.length / BATCH), HostTensor.indices(labels, BATCH)))));
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void aDenseModelHasTheSamePerplexityInBothFrameworks(Execution execution) throws IOException {
        Characters text = Characters.ofTheConstitution(4000);
        List<Example> windows = text.windows(5);
        Random random = new Random(3);
        List<Dense> start =
                List.of(Dense.random(5 * text.vocabulary(), 32, random), Dense.random(32, text.vocabulary(), random));
        Task task = new Task(LOSS, text.vocabulary());
        try (Network djl = new DjlNetwork(task, start, 0.5, execution);
                Network dl4j = new Dl4jNetwork(task, start, 0.5, execution)) {
            double untrained = perplexity(djl, false, padded(windows, 0)).value();
            for (int epoch = 0; epoch < 4; epoch++) {
                for (Minibatch batch : padded(windows, epoch)) {
                    assertThat(djl.step(batch)).isCloseTo(dl4j.step(batch), within(1e-3));
                }
            }
            Perplexity inDjl = perplexity(djl, false, padded(windows, 0));
            Perplexity inDl4j = perplexity(dl4j, true, padded(windows, 0));
            assertThat(inDjl.nats().count().value()).isEqualTo(windows.size());
            assertThat(inDjl.value())
                    .isLessThan(untrained / 2)
                    .isCloseTo(inDl4j.value(), within(1e-4 * inDl4j.value()));
        }
    }

    // ---- a recurrent model; the frameworks' layers have biases in different places, so each is for itself ----

    private static final int STEPS = 20;
    private static final int SEQUENCES = 32;

    /** Inputs and what follows them, {@code [SEQUENCES, STEPS]}; the last sequence ends early. */
    private static long[][] sequences(Characters text) {
        long[][] both = new long[2][SEQUENCES * STEPS];
        for (int i = 0; i < SEQUENCES * STEPS; i++) {
            both[0][i] = text.numbers().get(i);
            both[1][i] = i < SEQUENCES * STEPS - STEPS / 2 ? text.numbers().get(i + 1) : PADDING;
        }
        return both;
    }

    private static final int TOKENS = SEQUENCES * STEPS - STEPS / 2;

    @Test
    void aRecurrentModelOfDjlLearns() throws IOException {
        Characters text = Characters.ofTheConstitution(SEQUENCES * STEPS + 1);
        long[][] sequences = sequences(text);
        try (Model model = Model.newInstance("recurrent")) {
            model.setBlock(new SequentialBlock()
                    .add(LSTM.builder()
                            .setNumLayers(1)
                            .setStateSize(32)
                            .optBatchFirst(true)
                            .optReturnState(false)
                            .build())
                    .add(Linear.builder().setUnits(text.vocabulary()).build()));
            DefaultTrainingConfig config = new DefaultTrainingConfig(new DjlLoss(LOSS).withClassAxis(ClassAxis.LAST))
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(0.02f))
                            .build());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(SEQUENCES, STEPS, text.vocabulary()));
                org.isoloss.djl.Perplexity perplexity = new org.isoloss.djl.Perplexity(ClassAxis.LAST, PADDING);
                for (int epoch = 0; epoch < 60; epoch++) {
                    perplexity.addAccumulator("epoch " + epoch);
                    step(trainer, perplexity, epoch, sequences, text.vocabulary());
                }
                assertThat(perplexity.mean("epoch 59").count().value()).isEqualTo(TOKENS);
                assertThat(perplexity.getAccumulator("epoch 59")).isLessThan(perplexity.getAccumulator("epoch 0") / 2);
            }
        }
    }

    private static void step(
            Trainer trainer, org.isoloss.djl.Perplexity perplexity, int epoch, long[][] sequences, int vocabulary) {
        Shape shape = new Shape(SEQUENCES, STEPS);
        try (NDManager batch = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDArray x = batch.create(sequences[0], shape).oneHot(vocabulary);
            NDList y = new NDList(batch.create(sequences[1], shape));
            NDList out = trainer.forward(new NDList(x));
            collector.backward(trainer.getLoss().evaluate(y, out));
            perplexity.updateAccumulator("epoch " + epoch, y, out);
        }
        trainer.step();
    }

    @Test
    void aRecurrentModelOfDl4jLearns() throws IOException {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        Characters text = Characters.ofTheConstitution(SEQUENCES * STEPS + 1);
        long[][] sequences = sequences(text);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.02))
                .list()
                .layer(new org.deeplearning4j.nn.conf.layers.LSTM.Builder()
                        .nIn(text.vocabulary())
                        .nOut(32)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(new Dl4jLoss(LOSS))
                        .nIn(32)
                        .nOut(text.vocabulary())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.setListeners(new MinibatchSize());
        INDArray x = Nd4j.zeros(DataType.FLOAT, SEQUENCES, text.vocabulary(), STEPS);
        INDArray y = Nd4j.createFromArray(sequences[1])
                .castTo(DataType.FLOAT)
                .reshape('c', new long[] {SEQUENCES, 1, STEPS});
        for (int i = 0; i < SEQUENCES * STEPS; i++) {
            x.putScalar(new long[] {i / STEPS, sequences[0][i], i % STEPS}, 1);
        }
        Perplexity before = perplexity(network, x, y);
        for (int epoch = 0; epoch < 60; epoch++) {
            network.fit(new DataSet(x, y));
        }
        Perplexity after = perplexity(network, x, y);
        assertThat(after.nats().count().value()).isEqualTo(TOKENS);
        assertThat(after.value()).isLessThan(before.value() / 2);
    }

    private static Perplexity perplexity(MultiLayerNetwork network, INDArray x, INDArray y) {
        PerplexityEvaluation evaluation = new PerplexityEvaluation().ignoring(PADDING);
        evaluation.eval(y, network.output(x));
        return evaluation.perplexity();
    }
}
