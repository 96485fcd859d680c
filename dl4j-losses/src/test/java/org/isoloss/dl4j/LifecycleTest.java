/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileGraphSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.scorecalc.base.BaseIEvaluationScoreCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A loss goes with its network through all that DL4J does to one: stopped early, saved, cloned, cut and grown. */
class LifecycleTest {

    private static final Loss LOSS =
            new CrossEntropy().withLabelSmoothing(0.1).withClassWeights(List.of(1.0, 2.0, 0.5));

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.5))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(new Dl4jLoss(LOSS))
                        .nIn(6)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    /** Two batches of different sizes, whose labels can be learned. */
    private static DataSetIterator data(int classes) {
        Nd4j.getRandom().setSeed(5);
        return new ListDataSetIterator<>(
                Stream.of(12, 5)
                        .map(n -> {
                            INDArray x = Nd4j.randn(DataType.DOUBLE, n, 4);
                            INDArray y = Nd4j.argMax(x, 1).fmod(classes).castTo(DataType.DOUBLE);
                            return new DataSet(x, y.reshape('c', new long[] {n, 1}));
                        })
                        .toList(),
                1);
    }

    /** DL4J's calculators for evaluations are made for this. */
    private static final class LeastPerplexity
            extends BaseIEvaluationScoreCalculator<MultiLayerNetwork, PerplexityEvaluation> {

        LeastPerplexity(DataSetIterator data) {
            super(data);
        }

        @Override
        protected PerplexityEvaluation newEval() {
            return new PerplexityEvaluation();
        }

        @Override
        protected double finalScore(PerplexityEvaluation evaluation) {
            return evaluation.getValue(PerplexityEvaluation.Metric.PERPLEXITY);
        }

        @Override
        public boolean minimizeScore() {
            return true;
        }
    }

    record Stopping(boolean onDisk, ScoreCalculator<? super MultiLayerNetwork> calculator) {

        EarlyStoppingModelSaver<MultiLayerNetwork> saver(Path folder) {
            return onDisk ? new LocalFileModelSaver(folder.toString()) : new InMemoryModelSaver<>();
        }
    }

    static List<Stopping> stoppings() {
        return List.of(
                new Stopping(true, new LeastPerplexity(data(3))),
                new Stopping(true, new DataSetLossCalculator(data(3), true)),
                new Stopping(false, new LeastPerplexity(data(3))));
    }

    @ParameterizedTest
    @MethodSource("stoppings")
    void theBestModelOfAnEarlyStoppingScoresWhatItWasChosenFor(Stopping stopping, @TempDir Path folder) {
        EarlyStoppingConfiguration<MultiLayerNetwork> configuration = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .modelSaver(stopping.saver(folder))
                .scoreCalculator(stopping.calculator())
                .epochTerminationConditions(new MaxEpochsTerminationCondition(15))
                .saveLastModel(true)
                .build();
        double untrained = stopping.calculator().calculateScore(network());
        EarlyStoppingResult<MultiLayerNetwork> result =
                new EarlyStoppingTrainer(configuration, network(), data(3)).fit();
        assertThat(result.getTerminationReason())
                .isEqualTo(EarlyStoppingResult.TerminationReason.EpochTerminationCondition);
        double least = Collections.min(result.getScoreVsEpoch().values());
        assertThat(least).isLessThan(0.9 * untrained);
        MultiLayerNetwork best = result.getBestModel();
        assertThat(stopping.calculator().calculateScore(best)).isEqualTo(least);
        assertThat(loss(best)).isEqualTo(new Dl4jLoss(LOSS));
    }

    @Test
    void theBestGraphOfAnEarlyStoppingScoresWhatItWasChosenFor(@TempDir Path folder) {
        DataSetLossCalculator calculator = new DataSetLossCalculator(data(3), true);
        EarlyStoppingConfiguration<ComputationGraph> configuration = new EarlyStoppingConfiguration.Builder<
                        ComputationGraph>()
                .modelSaver(new LocalFileGraphSaver(folder.toString()))
                .scoreCalculator(calculator)
                .epochTerminationConditions(new MaxEpochsTerminationCondition(5))
                .build();
        EarlyStoppingResult<ComputationGraph> result =
                new EarlyStoppingGraphTrainer(configuration, network().toComputationGraph(), data(3)).fit();
        double least = Collections.min(result.getScoreVsEpoch().values());
        assertThat(calculator.calculateScore(result.getBestModel())).isEqualTo(least);
        assertThat(least).isLessThan(calculator.calculateScore(network()));
    }

    private static Object loss(MultiLayerNetwork network) {
        int last = network.getnLayers() - 1;
        return ((BaseOutputLayer) network.getLayer(last).conf().getLayer()).getLossFn();
    }

    @Test
    void aCloneTrainsAsItsOriginal() {
        MultiLayerNetwork network = network();
        MultiLayerNetwork clone = network.clone();
        network.fit(data(3));
        clone.fit(data(3));
        assertThat(clone.params()).isEqualTo(network.params());
        assertThat(clone.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
    }

    static List<Loss> others() {
        return List.of(new CrossEntropy().withLabelSmoothing(0.2), new SoftmaxFocal());
    }

    @ParameterizedTest
    @MethodSource("others")
    void aNetworkIsFineTunedWithAnotherLossAndMoreClasses(Loss loss) {
        MultiLayerNetwork network = network();
        network.fit(data(3));
        MultiLayerNetwork tuned = new TransferLearning.Builder(network)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.1))
                        .build())
                .setFeatureExtractor(0)
                .removeOutputLayer()
                .addLayer(new OutputLayer.Builder(new Dl4jLoss(loss))
                        .nIn(6)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        trainsOnlyItsHead(tuned, loss, network);
    }

    private static void trainsOnlyItsHead(MultiLayerNetwork tuned, Loss loss, MultiLayerNetwork original) {
        assertThat(loss(tuned)).isEqualTo(new Dl4jLoss(loss));
        DataSetIterator data = data(4);
        DataSet first = data.next();
        double before = tuned.score(first);
        INDArray head = tuned.getParam("1_W").dup();
        for (int i = 0; i < 20; i++) {
            tuned.fit(first);
        }
        assertThat(tuned.score(first)).isLessThan(before);
        assertThat(tuned.getParam("1_W")).isNotEqualTo(head);
        assertThat(tuned.getParam("0_W")).isEqualTo(original.getParam("0_W"));
    }

    /**
     * One worker is the network itself, the other one is rebuilt from its JSON, and their parameters are averaged. The mean of two
     * equal steps is that step; but the other worker, which starts slowly on a busy machine, may begin where the first step ended.
     */
    @Test
    void aParallelWrapperTakesTheStepOfItsNetwork() {
        DataSet batch = data(3).next();
        MultiLayerNetwork network = network();
        network.fit(batch);
        INDArray once = network.params().dup();
        network.fit(batch);
        INDArray between = once.add(network.params()).div(2);
        MultiLayerNetwork wrapped = network();
        fitInParallel(wrapped, batch);
        assertThat(List.of(once, between)).anyMatch(p -> wrapped.params().equalsWithEps(p, 1e-14));
        assertThat(wrapped.params()).isNotEqualTo(network().params());
    }

    private static void fitInParallel(MultiLayerNetwork network, DataSet batch) {
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .averagingFrequency(1)
                .prefetchBuffer(2)
                .build();
        try {
            wrapper.fit(new ListDataSetIterator<>(List.of(batch, batch), 1));
        } finally {
            wrapper.shutdown();
        }
    }

    @Test
    void aNetworkThatIsSavedGoesOnTraining(@TempDir Path folder) throws IOException {
        MultiLayerNetwork network = network();
        network.fit(data(3));
        network.save(folder.resolve("model.zip").toFile(), true);
        MultiLayerNetwork loaded =
                MultiLayerNetwork.load(folder.resolve("model.zip").toFile(), true);
        network.fit(data(3));
        loaded.fit(data(3));
        assertThat(loaded.params()).isEqualTo(network.params());
    }
}
