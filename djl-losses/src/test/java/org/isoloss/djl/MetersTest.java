/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.isoloss.djl.Runs.named;
import static org.isoloss.djl.Runs.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.isoloss.ClassAxis;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.metric.LossMean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evaluators whose figures don't depend on how an epoch was cut into batches. */
class MetersTest {

    private static final String KEY = "epoch";
    private static final CrossEntropy LOSS =
            new CrossEntropy().withClassWeights(List.of(1.0, 0.2, 5.0)).withIgnoreIndices(-1);
    private static final int[] CUTS = {0, 8, 16, 17, 20};

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray logits() {
        return manager.create(new Random(1).doubles(60, -6, 6).toArray(), new Shape(20, 3));
    }

    private NDArray labels() {
        return manager.create(new Random(2).longs(20, -1, 3).toArray());
    }

    private static String rows(int cut) {
        return CUTS[cut - 1] + ":" + CUTS[cut];
    }

    private void feed(Meter meter) {
        meter.addAccumulator(KEY);
        for (int cut = 1; cut < CUTS.length; cut++) {
            meter.updateAccumulator(KEY, new NDList(labels().get(rows(cut))), new NDList(logits().get(rows(cut))));
        }
    }

    @Test
    void theMeanLossIsThatOfOneBatch() {
        MeanLoss meter = new MeanLoss("meanLoss", LOSS);
        feed(meter);
        double whole = number(new DjlLoss(LOSS).evaluate(new NDList(labels()), new NDList(logits())));
        assertThat(meter.mean(KEY).value()).isCloseTo(whole, within(1e-15));
        assertThat(meter.getAccumulator(KEY)).isEqualTo((float) whole);
        assertThat(meter.getName()).isEqualTo("meanLoss");
    }

    @Test
    void thePerplexityIsTheExponentialOfTheMeanOverTokens() {
        Perplexity meter = new Perplexity(ClassAxis.FIRST, -1);
        feed(meter);
        double nats = number(new DjlLoss(new CrossEntropy().withIgnoreIndices(-1))
                .evaluate(new NDList(labels()), new NDList(logits())));
        assertThat(meter.getAccumulator(KEY)).isEqualTo((float) Math.exp(nats));
    }

    @Test
    void aPartMergesWithThatOfAnotherMachine() {
        Perplexity whole = new Perplexity(ClassAxis.FIRST, -1);
        feed(whole);
        LossMean merged = LossMean.NOTHING;
        for (int cut = CUTS.length - 1; cut > 0; cut--) {
            Perplexity part = new Perplexity(ClassAxis.FIRST, -1);
            part.addAccumulator(KEY);
            part.updateAccumulators(
                    new String[] {KEY}, new NDList(labels().get(rows(cut))), new NDList(logits().get(rows(cut))));
            merged = merged.merge(part.mean(KEY));
        }
        assertThat(merged).isEqualTo(whole.mean(KEY));
    }

    @Test
    void sequencesWithTheirClassesLastAndAMaskAreMeasured() {
        NDArray logits = manager.zeros(new Shape(2, 4, 7), DataType.FLOAT32);
        NDArray labels = manager.zeros(new Shape(2, 4), DataType.INT64);
        NDArray mask = named(manager.create(new float[] {1, 1, 1, 0, 1, 0, 0, 0}, new Shape(2, 4)), DjlLoss.MASK);
        Perplexity meter = new Perplexity(ClassAxis.LAST);
        meter.addAccumulator(KEY);
        meter.updateAccumulator(KEY, new NDList(labels, mask), new NDList(logits));
        assertThat(meter.getAccumulator(KEY)).isCloseTo(7, within(1e-5f));
        assertThat(meter.mean(KEY).count().value()).isEqualTo(4);
    }

    @Test
    void oneBatchIsEvaluatedByItself() {
        NDList labels = new NDList(manager.zeros(new Shape(5), DataType.INT64));
        NDList logits = new NDList(manager.zeros(new Shape(5, 9), DataType.FLOAT16));
        assertThat(number(new Perplexity().evaluate(labels, logits))).isCloseTo(9, within(1e-5));
    }

    @Test
    void aResetForgetsAndAnUnknownKeyIsRefused() {
        MeanLoss meter = new MeanLoss("meanLoss", LOSS);
        feed(meter);
        meter.resetAccumulator(KEY);
        assertThat(meter.getAccumulator(KEY)).isZero();
        assertThatThrownBy(() -> meter.getAccumulator("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no accumulator named 'other'; there are [epoch]");
    }

    @Test
    void nothingIsLeftInTheManagerOfThePredictions() {
        NDList labels = new NDList(labels());
        NDList logits = new NDList(logits());
        Perplexity meter = new Perplexity(ClassAxis.FIRST, -1);
        meter.addAccumulator(KEY);
        int before = manager.getManagedArrays().size();
        meter.updateAccumulator(KEY, labels, logits);
        assertThat(manager.getManagedArrays()).hasSize(before);
    }
}
