/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.utilty.SingletonDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
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
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * Where DL4J's own layers are wrong, with DL4J's own losses, and the way round. If one of these fails the layer has been mended,
 * and docs/frameworks.md wants a word less.
 */
class LayerDefectsTest {

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        Nd4j.getRandom().setSeed(12);
    }

    /** Fits fail here. */
    @AfterEach
    void forgetTheMinibatch() {
        MinibatchSize.forget();
        assertThat(MinibatchSize.current()).isEmpty();
    }

    private static MultiLayerNetwork network(InputType type, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .list();
        List.of(layers).forEach(list::layer);
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(type).build());
        network.init();
        network.setListeners(new MinibatchSize());
        return network;
    }

    /** The score of a fit, and the mean squared error of the output before it. */
    private record Scored(double score, double error) {}

    private static Scored scored(MultiLayerNetwork network, INDArray x, INDArray y) {
        double error = ByHand.value(new SquaredError(), network.output(x), ByHand.host(y), Optional.empty());
        network.fit(new DataSet(x, y));
        return new Scored(network.score(), error);
    }

    // ---- LossLayer behind an activation that works in place ----

    private static Scored behindSigmoid(ILossFunction loss) {
        DenseLayer dense = new DenseLayer.Builder()
                .nIn(2)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build();
        LossLayer last =
                new LossLayer.Builder(loss).activation(Activation.SIGMOID).build();
        return scored(
                network(InputType.feedForward(2), dense, last),
                Nd4j.randn(DataType.DOUBLE, 4, 2),
                Nd4j.rand(DataType.DOUBLE, 4, 3));
    }

    @Test
    void aLossLayerWithSigmoidReportsAWrongScoreUnlessTheLossKeepsItsInput() {
        Scored theirs = behindSigmoid(new LossMSE());
        assertThat(theirs.score()).isNotCloseTo(theirs.error(), within(1e-3));
        Scored ours = behindSigmoid(new Dl4jLoss(new SquaredError()));
        assertThat(ours.score()).isCloseTo(ours.error(), within(1e-14));
    }

    // ---- CnnLossLayer, NHWC ----

    private static Scored pictures(CNN2DFormat format, ILossFunction loss) {
        ConvolutionLayer pixels = new ConvolutionLayer.Builder(1, 1)
                .nIn(2)
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.IDENTITY)
                .build();
        CnnLossLayer last = new CnnLossLayer.Builder(loss)
                .format(format)
                .activation(Activation.IDENTITY)
                .build();
        boolean first = format == CNN2DFormat.NCHW;
        return scored(
                network(InputType.convolutional(4, 5, 2, format), pixels, last),
                Nd4j.randn(DataType.DOUBLE, first ? new long[] {2, 2, 4, 5} : new long[] {2, 4, 5, 2}),
                Nd4j.randn(DataType.DOUBLE, first ? new long[] {2, 3, 4, 5} : new long[] {2, 4, 5, 3}));
    }

    /** With the framework's loss the score is the error times the pixels; it takes a part of the shape for them. */
    @Test
    void aCnnLossLayerCountsPixelsWronglyIfChannelsAreLast() {
        Scored right = pictures(CNN2DFormat.NCHW, new LossMSE());
        assertThat(right.score()).isCloseTo(20 * right.error(), within(1e-12));
        Scored theirs = pictures(CNN2DFormat.NHWC, new LossMSE());
        assertThat(theirs.score()).isNotCloseTo(20 * theirs.error(), within(1e-3));
        for (CNN2DFormat format : CNN2DFormat.values()) {
            Scored ours = pictures(format, new Dl4jLoss(new SquaredError()));
            assertThat(ours.score()).isCloseTo(ours.error(), within(1e-13));
        }
    }

    /** It wants them one-hot; that it then learns is proved in {@link EveryPlaceTest}. */
    @Test
    void aCnnLossLayerTakesNoNumbersOfClasses() {
        INDArray x = Nd4j.randn(DataType.DOUBLE, 2, 2, 2, 3);
        for (ILossFunction loss : List.of(new LossSparseMCXENT(), new Dl4jLoss(new CrossEntropy()))) {
            MultiLayerNetwork network = network(
                    InputType.convolutional(2, 3, 2),
                    new ConvolutionLayer.Builder(1, 1).nIn(2).nOut(3).build(),
                    new CnnLossLayer.Builder(loss)
                            .activation(Activation.SOFTMAX)
                            .build());
            assertThatThrownBy(() -> network.fit(new DataSet(x, Nd4j.zeros(DataType.DOUBLE, 2, 1, 2, 3))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("do not have same shape");
        }
    }

    // ---- RnnLossLayer, NWC ----

    @Test
    void anRnnLossLayerFailsIfFeaturesAreLastAndAnRnnOutputLayerDoesNot() {
        INDArray x = Nd4j.randn(DataType.DOUBLE, 4, 5, 2);
        INDArray y = Nd4j.randn(DataType.DOUBLE, 4, 5, 3);
        InputType type = InputType.recurrent(2, 5, RNNFormat.NWC);
        for (ILossFunction loss : List.of(new LossMSE(), new Dl4jLoss(new SquaredError()))) {
            SimpleRnn recurrent = new SimpleRnn.Builder()
                    .nIn(2)
                    .nOut(3)
                    .dataFormat(RNNFormat.NWC)
                    .build();
            RnnLossLayer last = new RnnLossLayer.Builder(loss)
                    .dataFormat(RNNFormat.NWC)
                    .activation(Activation.IDENTITY)
                    .build();
            MultiLayerNetwork network = network(type, recurrent, last);
            assertThatThrownBy(() -> network.fit(new DataSet(x, y))).isInstanceOf(IllegalArgumentException.class);
        }
        RnnOutputLayer output = new RnnOutputLayer.Builder(new Dl4jLoss(new SquaredError()))
                .nIn(2)
                .nOut(3)
                .dataFormat(RNNFormat.NWC)
                .activation(Activation.IDENTITY)
                .build();
        Scored ours = scored(network(type, output), x, y);
        assertThat(ours.score()).isCloseTo(ours.error(), within(1e-13));
    }

    // ---- Cnn3DLossLayer, scores of examples ----

    @Test
    void aCnn3DLossLayerFailsToScoreExamplesAndAMinibatchOfOneDoesNot() {
        INDArray x = Nd4j.randn(DataType.DOUBLE, Place.CNN3D_LOSS.shape(2, Place.FEATURES));
        INDArray y = Nd4j.randn(DataType.DOUBLE, Place.CNN3D_LOSS.shape(2, Place.COLUMNS));
        for (ILossFunction loss : List.of(new LossMSE(), new Dl4jLoss(new SquaredError()))) {
            MultiLayerNetwork network = network(
                    InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 1, 3, 2),
                    new Convolution3D.Builder(1, 1, 1).nIn(2).nOut(3).build(),
                    new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                            .lossFunction(loss)
                            .activation(Activation.IDENTITY)
                            .build());
            DataSet both = new DataSet(x, y);
            assertThatThrownBy(() -> network.scoreExamples(both, false)).isInstanceOf(ND4JIllegalStateException.class);
            assertThat(both.asList()).hasSize(2).allSatisfy(one -> assertThat(network.score(one))
                    .isPositive());
        }
    }

    // ---- evaluate() behind IDENTITY ----

    @Test
    void aClassifierThatGivesLogitsIsEvaluatedOnlyIfItIsNotValidated() {
        OutputLayer logits = new OutputLayer.Builder(new Dl4jLoss(new CrossEntropy()))
                .nIn(2)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build();
        INDArray x = Nd4j.randn(DataType.DOUBLE, 4, 2);
        SingletonDataSetIterator data = new SingletonDataSetIterator(
                new DataSet(x, Nd4j.eye(4).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3))));
        MultiLayerNetwork validated = network(InputType.feedForward(2), logits);
        assertThatThrownBy(() -> validated.evaluate(data)).isInstanceOf(IllegalStateException.class);
        validated.getLayerWiseConfigurations().setValidateOutputLayerConfig(false);
        Evaluation evaluation = validated.evaluate(data);
        assertThat(evaluation.getNumRowCounter()).isPositive();
    }
}
