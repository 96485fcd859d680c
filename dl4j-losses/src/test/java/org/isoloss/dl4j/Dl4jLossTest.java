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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.isoloss.ClassAxis;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;
import org.isoloss.segmentation.Dice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.serde.json.JsonMappers;

class Dl4jLossTest {

    private static final IActivation IDENTITY = new ActivationIdentity();

    private static INDArray logits() {
        return Nd4j.createFromArray(new double[][] {{1, 2, 0.5}, {-1, 0.25, 3}, {0, 0, 1}, {2, -2, 0.5}});
    }

    private static INDArray labels() {
        return Nd4j.createFromArray(new double[][] {{1}, {2}, {0}, {1}});
    }

    private static double[] gradient(Loss loss, INDArray labels, INDArray output, @Nullable INDArray mask) {
        return new Nd4jOps().toHost(new Dl4jLoss(loss).computeGradient(labels, output, IDENTITY, mask));
    }

    @Test
    void labelsAsNumbersInAColumnAndOneHotMeanTheSame() {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy());
        double column = loss.computeScore(labels(), logits(), IDENTITY, null, true);
        INDArray oneHot = Nd4j.createFromArray(new float[][] {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}, {0, 1, 0}});
        assertThat(loss.computeScore(labels().reshape(4), logits(), IDENTITY, null, true))
                .isEqualTo(column);
        assertThat(loss.computeScore(labels().castTo(DataType.INT32), logits(), IDENTITY, null, true))
                .isEqualTo(column);
        assertThat(loss.computeScore(oneHot, logits(), IDENTITY, null, true)).isEqualTo(column);
    }

    @Test
    void aOneHotRowOfZerosHasNoLabel() {
        INDArray oneHot = Nd4j.createFromArray(new double[][] {{0, 1, 0}, {0, 0, 0}, {1, 0, 0}, {0, 0, 0}});
        double[] g = gradient(new CrossEntropy(), oneHot, logits(), null);
        assertThat(List.of(g[3], g[4], g[5], g[9])).containsOnly(0.0);
        INDArray known = Nd4j.createFromArray(new double[][] {{1}, {-1}, {0}, {-1}});
        assertThat(g).isEqualTo(gradient(new CrossEntropy().withIgnoreIndices(-1), known, logits(), null));
    }

    @Test
    void theScoreIsTheLossOrAsManyTimesItAsThereAreRows() {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy());
        double mean = loss.computeScore(labels(), logits(), IDENTITY, null, true);
        assertThat(loss.computeScore(labels(), logits(), IDENTITY, null, false)).isEqualTo(4 * mean);
        assertThat(loss.computeGradientAndScore(labels(), logits(), IDENTITY, null, true)
                        .getFirst())
                .isEqualTo(mean);
    }

    @Test
    void anActivationThatTheLossContainsIsNotAppliedTwice() {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.1));
        assertThat(loss.computeScore(labels(), logits(), new ActivationSoftmax(), null, true))
                .isEqualTo(loss.computeScore(labels(), logits(), IDENTITY, null, true));
        assertThat(loss.computeGradient(labels(), logits(), new ActivationSoftmax(), null))
                .isEqualTo(loss.computeGradient(labels(), logits(), IDENTITY, null));
    }

    @Test
    void anActivationThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Dl4jLoss(new CrossEntropy())
                        .computeScore(labels(), logits(), new ActivationTanH(), null, true))
                .hasMessage(
                        "CrossEntropy: layer activation TANH does not fit port 'logits', which applies softmax itself;"
                                + " use IDENTITY or SOFTMAX");
        assertThatThrownBy(() -> new Dl4jLoss(new BinaryCrossEntropy())
                        .computeGradient(logits(), logits(), new ActivationSoftmax(), null))
                .hasMessageContaining("use IDENTITY or SIGMOID");
    }

    @Test
    void anyOtherActivationIsAppliedAndUndone() {
        INDArray z = logits();
        INDArray y = Nd4j.zeros(DataType.DOUBLE, 4, 3).addi(0.25);
        double[] g = new Nd4jOps()
                .toHost(new Dl4jLoss(new SquaredError(Reduction.SUM))
                        .computeGradient(y, z, new ActivationTanH(), null));
        double[] raw = new Nd4jOps().toHost(z);
        for (int i = 0; i < g.length; i++) {
            double t = Math.tanh(raw[i]);
            assertThat(g[i]).isCloseTo(4 * 2 * (t - 0.25) * (1 - t * t), within(1e-12));
        }
        assertThat(z).isEqualTo(logits());
    }

    @Test
    void aNaNInAMaskedRowChangesNothing() {
        INDArray spoilt = logits();
        spoilt.putRow(1, Nd4j.createFromArray(Double.NaN, 1, Double.POSITIVE_INFINITY));
        INDArray mask = Nd4j.createFromArray(new double[][] {{1}, {0}, {1}, {1}});
        double[] g = gradient(new CrossEntropy(), labels(), spoilt, mask);
        assertThat(g)
                .isEqualTo(gradient(new CrossEntropy(), labels(), logits(), mask))
                .doesNotContain(Double.NaN);
        assertThat(List.of(g[3], g[4], g[5])).containsOnly(0.0);
    }

    @Test
    void aFractionalMaskWeighsARow() {
        INDArray mask = Nd4j.createFromArray(new float[][] {{1}, {0.5f}, {0}, {0}});
        INDArray x = Nd4j.createFromArray(new double[][] {{1}, {2}, {3}, {4}});
        double score = new Dl4jLoss(new SquaredError())
                .computeScore(Nd4j.zeros(DataType.DOUBLE, 4, 1), x, IDENTITY, mask, true);
        assertThat(score).isCloseTo((1 + 0.5 * 4) / 1.5, within(1e-15));
    }

    @Test
    void aMaskOfElementsIsForLossesOfElements() {
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 4, 3).putScalar(0, 0, 0);
        INDArray x = logits();
        double score = new Dl4jLoss(new SquaredError())
                .computeScore(Nd4j.zeros(DataType.DOUBLE, 4, 3), x, IDENTITY, mask, true);
        double all = new Dl4jLoss(new SquaredError(Reduction.SUM))
                .computeScore(Nd4j.zeros(DataType.DOUBLE, 4, 3), x, IDENTITY, null, true);
        assertThat(score).isCloseTo((all - 1) / 11, within(1e-14));
        assertThatThrownBy(
                        () -> new Dl4jLoss(new CrossEntropy()).computeScore(labels(), logits(), IDENTITY, mask, true))
                .hasMessageStartingWith("CrossEntropy: 'mask' must be [N]");
    }

    @Test
    void scoresOfExamplesAreTheirTerms() {
        INDArray terms = new Dl4jLoss(new CrossEntropy()).computeScoreArray(labels(), logits(), IDENTITY, null);
        assertThat(terms.shape()).containsExactly(4, 1);
        assertThat(terms.meanNumber().doubleValue())
                .isCloseTo(
                        new Dl4jLoss(new CrossEntropy()).computeScore(labels(), logits(), IDENTITY, null, true),
                        within(1e-15));
        INDArray squares = new Dl4jLoss(new SquaredError())
                .computeScoreArray(Nd4j.zeros(DataType.DOUBLE, 4, 3), logits(), IDENTITY, null);
        assertThat(squares.getDouble(0)).isCloseTo(1 + 4 + 0.25, within(1e-15));
        assertThatThrownBy(() -> new Dl4jLoss(new Dice()).computeScoreArray(labels(), logits(), IDENTITY, null))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Dice: scores of examples need a term for each row, but its rows are pooled");
    }

    @Test
    void severalPredictionsShareTheColumns() {
        INDArray columns = Nd4j.rand(DataType.DOUBLE, 5, 6);
        INDArray g = new Dl4jLoss(new TripletMargin()).computeGradient(Nd4j.zeros(5, 1), columns, IDENTITY, null);
        assertThat(g.shape()).containsExactly(5, 6);
        INDArray asked = new Dl4jLoss(new TripletMargin())
                .withColumns(2, 2, 2)
                .computeGradient(Nd4j.zeros(5, 1), columns, IDENTITY, null);
        assertThat(asked).isEqualTo(g);
        assertThatThrownBy(() -> new Dl4jLoss(new TripletMargin())
                        .computeScore(Nd4j.zeros(5, 1), Nd4j.rand(DataType.DOUBLE, 5, 7), IDENTITY, null, true))
                .hasMessageContaining("ports [anchor, positive, negative] must share 7 columns");
    }

    @Test
    void aPortWithoutRowsStandsInTheFirst() {
        INDArray columns = Nd4j.rand(DataType.DOUBLE, 5, 7);
        INDArray g = new Dl4jLoss(new InfoNce().withLearnedTemperature())
                .computeGradient(Nd4j.zeros(5, 1), columns, IDENTITY, null);
        double[] last = new Nd4jOps().toHost(g.getColumn(6));
        assertThat(last[0]).isNotZero();
        assertThat(List.of(last[1], last[2], last[3], last[4])).containsOnly(0.0);
    }

    @Test
    void ordersViewsAndWorkspacesMakeNoDifference() {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.1));
        INDArray expected = loss.computeGradient(labels(), logits(), IDENTITY, null);
        INDArray wide = Nd4j.hstack(logits(), logits()).dup('f');
        INDArray view = wide.get(
                org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.interval(3, 6));
        assertThat(loss.computeGradient(labels().dup('f'), logits().dup('f'), IDENTITY, null))
                .isEqualTo(expected);
        assertThat(loss.computeGradient(labels(), view, IDENTITY, null)).isEqualTo(expected);
        try (MemoryWorkspace open = Nd4j.getWorkspaceManager().getAndActivateWorkspace("test")) {
            assertThat(open.isScopeActive()).isTrue();
            assertThat(loss.computeGradient(labels(), logits(), IDENTITY, null).dup())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF"})
    void theGradientIsInTheTypeOfTheOutput(DataType type) {
        INDArray g = new Dl4jLoss(new CrossEntropy()).computeGradient(labels(), logits().castTo(type), IDENTITY, null);
        assertThat(g.dataType()).isEqualTo(type);
        double[] exact = gradient(new CrossEntropy(), labels(), logits(), null);
        double[] rounded = new Nd4jOps().toHost(g);
        for (int i = 0; i < exact.length; i++) {
            assertThat(rounded[i]).isCloseTo(exact[i], within(type == DataType.FLOAT16 ? 4e-3 : 1e-6));
        }
    }

    @Test
    void anUnsupportedTypeIsRefused() {
        assertThatThrownBy(() -> new Dl4jLoss(new CrossEntropy())
                        .computeScore(labels(), logits().castTo(DataType.INT32), IDENTITY, null, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'logits' must be float32 or float64");
    }

    @Test
    void inputsAreLeftAsTheyAre() {
        INDArray y = labels();
        INDArray z = logits();
        new Dl4jLoss(new CrossEntropy()).computeGradientAndScore(y, z, new ActivationSoftmax(), null, false);
        new Dl4jLoss(new SquaredError()).computeGradientAndScore(z, z, new ActivationSigmoid(), null, false);
        assertThat(y).isEqualTo(labels());
        assertThat(z).isEqualTo(logits());
    }

    @Test
    void jsonAndJavaKeepTheLossAndItsOptions() throws IOException, ClassNotFoundException {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy(0.1, List.of(1.0, 2.0), List.of(-1, 7), Reduction.SUM))
                .withClassAxis(ClassAxis.LAST)
                .withColumns(2);
        String json = JsonMappers.getMapper().writerFor(ILossFunction.class).writeValueAsString(loss);
        assertThat(JsonMappers.getMapper().readValue(json, ILossFunction.class)).isEqualTo(loss);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(loss);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(loss).hasToString(loss.toString());
        }
    }

    @Test
    void badJsonIsRefusedInOneSentence() {
        refuses(
                "{\"type\": \"classification.CrossEntropy\", \"labelSmothing\": 0.1}",
                "CrossEntropy has no parameter 'labelSmothing'");
        refuses("{\"type\": \"java.lang.Runtime\"}", "'java.lang.Runtime' is not a loss record");
        refuses("{\"type\": \"NoSuchLoss\"}", "no loss named 'NoSuchLoss' on the class path");
        refuses(
                "{\"type\": \"embedding.CosineEmbedding\", \"margin\": -3, \"reduction\": \"MEAN\"}",
                "margin must be in [-1, 1], got -3");
    }

    private static void refuses(String loss, String sentence) {
        String json = "{\"@class\": \"org.isoloss.dl4j.Dl4jLoss\", \"loss\": " + loss + "}";
        assertThatThrownBy(() -> JsonMappers.getMapper().readValue(json, ILossFunction.class))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining(sentence);
    }

    @Test
    void oneInstanceServesManyThreads() throws InterruptedException, ExecutionException {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.1));
        INDArray expected = loss.computeGradient(labels(), logits(), IDENTITY, null);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<INDArray>> gradients = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                gradients.add(threads.submit(() -> loss.computeGradient(labels(), logits(), IDENTITY, null)));
            }
            for (Future<INDArray> gradient : gradients) {
                assertThat(gradient.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aLossThatIsNoNumberOrNoRecordIsRefused() {
        assertThatThrownBy(() -> new Dl4jLoss(new CrossEntropy().withReduction(Reduction.NONE)))
                .hasMessage("CrossEntropy: a DL4J loss must be a number, got reduction NONE");
        Loss anonymous = new Loss() {
            @Override
            public org.isoloss.Signature signature() {
                return new CrossEntropy().signature();
            }

            @Override
            public org.isoloss.Terms terms(org.isoloss.Inputs in) {
                return new CrossEntropy().terms(in);
            }
        };
        assertThatThrownBy(() -> new Dl4jLoss(anonymous)).hasMessageStartingWith("a loss must be a record, got ");
    }
}
