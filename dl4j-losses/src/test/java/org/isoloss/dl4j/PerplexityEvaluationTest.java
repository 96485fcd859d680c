/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.ClassAxis;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.dl4j.PerplexityEvaluation.Metric;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** An evaluation whose figure does not depend on how the tokens were cut into batches. */
class PerplexityEvaluationTest {

    private static final int ROWS = 20;
    private static final int CLASSES = 3;
    private static final int[] CUTS = {0, 8, 16, 17, 20};

    private INDArray logits;
    private INDArray labels;

    @BeforeEach
    void draw() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        Nd4j.getRandom().setSeed(5);
        logits = Nd4j.randn(DataType.DOUBLE, ROWS, CLASSES).mul(3);
        labels = Nd4j.arange(ROWS)
                .castTo(DataType.DOUBLE)
                .fmod(CLASSES + 1)
                .sub(1)
                .reshape(ROWS, 1);
    }

    private static INDArray rows(INDArray x, int cut) {
        return x.get(NDArrayIndex.interval(CUTS[cut - 1], CUTS[cut]), NDArrayIndex.all());
    }

    private PerplexityEvaluation part(int cut) {
        PerplexityEvaluation part =
                new PerplexityEvaluation().ofLogits().ignoring(-1).newInstance();
        part.eval(rows(labels, cut), rows(logits, cut));
        return part;
    }

    private PerplexityEvaluation whole() {
        PerplexityEvaluation whole = new PerplexityEvaluation().ofLogits().ignoring(-1);
        for (int cut = 1; cut < CUTS.length; cut++) {
            whole.eval(rows(labels, cut), rows(logits, cut));
        }
        return whole;
    }

    @Test
    void itIsTheExponentialOfTheMeanOverAllTokens() {
        double nats = new Dl4jLoss(new CrossEntropy().withIgnoreIndices(-1))
                .computeScore(labels, logits, new ActivationIdentity(), null, true);
        assertThat(whole().getValue(Metric.NATS_PER_TOKEN)).isCloseTo(nats, within(1e-15));
        assertThat(whole().getValue(Metric.PERPLEXITY)).isCloseTo(Math.exp(nats), within(1e-12));
        assertThat(whole().getValue(Metric.BITS_PER_TOKEN)).isCloseTo(nats / Math.log(2), within(1e-15));
    }

    @Test
    void partsMergeInAnyOrder() {
        PerplexityEvaluation merged = part(4);
        for (int cut : new int[] {2, 1, 3}) {
            merged.merge(part(cut));
        }
        assertThat(merged).isEqualTo(whole()).hasSameHashCodeAs(whole());
        merged.reset();
        assertThat(merged.getValue(Metric.PERPLEXITY)).isEqualTo(1);
    }

    @Test
    void probabilitiesSayTheSameAsLogits() {
        PerplexityEvaluation probabilities = new PerplexityEvaluation().ignoring(-1);
        probabilities.eval(labels, Transforms.softmax(logits, true));
        assertThat(probabilities.getValue(Metric.PERPLEXITY))
                .isCloseTo(whole().getValue(Metric.PERPLEXITY), within(1e-13));
    }

    @Test
    void oneHotLabelsSayTheSameAndARowOfZerosHasNone() {
        INDArray oneHot = Nd4j.zeros(DataType.DOUBLE, ROWS, CLASSES);
        for (int i = 0; i < ROWS; i++) {
            if (labels.getInt(i) >= 0) {
                oneHot.putScalar(i, labels.getInt(i), 1);
            }
        }
        PerplexityEvaluation evaluation = new PerplexityEvaluation().ofLogits();
        evaluation.eval(oneHot, logits);
        assertThat(evaluation.perplexity()).isEqualTo(whole().perplexity());
    }

    @ParameterizedTest
    @EnumSource(ClassAxis.class)
    void stepsOfSequencesAreTokensUnlessTheyAreMasked(ClassAxis axis) {
        long[] shape = axis == ClassAxis.FIRST ? new long[] {2, 7, 4} : new long[] {2, 4, 7};
        INDArray spoilt = Nd4j.zeros(DataType.FLOAT, shape);
        int[] last = axis == ClassAxis.FIRST ? new int[] {1, 0, 3} : new int[] {1, 3, 0};
        spoilt.putScalar(last, Double.NaN);
        INDArray steps = Nd4j.createFromArray(new float[][] {{1, 1, 0, 1}, {1, 0, 0, 0}});
        INDArray oneHot = Nd4j.zeros(DataType.FLOAT, shape);
        oneHot.get(
                        NDArrayIndex.all(),
                        axis == ClassAxis.FIRST ? NDArrayIndex.point(2) : NDArrayIndex.all(),
                        axis == ClassAxis.FIRST ? NDArrayIndex.all() : NDArrayIndex.point(2))
                .assign(1);
        for (INDArray given : List.of(Nd4j.ones(DataType.INT64, 2, 4), oneHot)) {
            PerplexityEvaluation evaluation =
                    new PerplexityEvaluation().ofLogits().withClassAxis(axis);
            evaluation.eval(given, spoilt, steps);
            assertThat(evaluation.getValue(Metric.PERPLEXITY)).isCloseTo(7, within(1e-5));
            assertThat(evaluation.perplexity().nats().count().value()).isEqualTo(4);
            evaluation.reset();
            evaluation.eval(given, spoilt, Nd4j.createFromArray(new float[][] {{1}, {0}}));
            assertThat(evaluation.perplexity().nats().count().value()).isEqualTo(4);
        }
    }

    @Test
    void pixelsAreMaskedToo() {
        PerplexityEvaluation evaluation = new PerplexityEvaluation().ofLogits();
        INDArray mask = Nd4j.ones(DataType.FLOAT, 2, 1, 2, 3);
        mask.putScalar(new int[] {0, 0, 1, 1}, 0);
        evaluation.eval(Nd4j.zeros(DataType.FLOAT, 2, 1, 2, 3), Nd4j.zeros(DataType.FLOAT, 2, 5, 2, 3), mask);
        assertThat(evaluation.getValue(Metric.PERPLEXITY)).isCloseTo(5, within(1e-5));
        assertThat(evaluation.perplexity().nats().count().value()).isEqualTo(11);
    }

    @Test
    void aProbabilityOfZeroIsInfinitelySurprisingOnlyIfItHappens() {
        INDArray certain = Nd4j.createFromArray(new double[][] {{1, 0, 0}});
        PerplexityEvaluation evaluation = new PerplexityEvaluation();
        evaluation.eval(Nd4j.createFromArray(new double[][] {{0}}), certain);
        assertThat(evaluation.getValue(Metric.PERPLEXITY)).isEqualTo(1);
        evaluation.eval(Nd4j.createFromArray(new double[][] {{2}}), certain);
        assertThat(evaluation.getValue(Metric.PERPLEXITY)).isInfinite();
    }

    @Test
    void aNetworkIsEvaluatedOverAnIteratorWithASmallLastBatch() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new OutputLayer.Builder(new Dl4jLoss(new CrossEntropy()))
                        .nIn(4)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        INDArray x = Nd4j.randn(DataType.DOUBLE, ROWS, 4);
        INDArray y = labels.add(1).fmod(CLASSES);
        List<DataSet> batches = new ArrayList<>();
        for (int cut = 1; cut < CUTS.length; cut++) {
            batches.add(new DataSet(rows(x, cut), rows(y, cut)));
        }
        PerplexityEvaluation evaluation =
                network.doEvaluation(new ListDataSetIterator<>(batches, 1), new PerplexityEvaluation())[0];
        assertThat(evaluation.getValue(Metric.NATS_PER_TOKEN))
                .isCloseTo(network.score(new DataSet(x, y)), within(1e-13));
        assertThat(evaluation.stats()).endsWith("over 20 tokens").isEqualTo(evaluation.toString());
    }

    @Test
    void jsonAndJavaKeepWhatItHasComeTo() throws IOException, ClassNotFoundException {
        PerplexityEvaluation evaluation = whole().withClassAxis(ClassAxis.LAST);
        assertThat(BaseEvaluation.fromJson(evaluation.toJson(), PerplexityEvaluation.class))
                .isEqualTo(evaluation);
        assertThat(BaseEvaluation.fromYaml(evaluation.toYaml(), PerplexityEvaluation.class))
                .isEqualTo(evaluation);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(evaluation);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(evaluation);
        }
    }

    @Test
    void aMetricOfAnotherEvaluationIsRefused() {
        assertThat(Metric.PERPLEXITY.minimize()).isTrue();
        assertThat(Metric.PERPLEXITY.getEvaluationClass()).isEqualTo(PerplexityEvaluation.class);
        assertThatThrownBy(() -> whole().getValue(Evaluation.Metric.F1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric must be one of [PERPLEXITY, NATS_PER_TOKEN, BITS_PER_TOKEN], got F1");
    }
}
