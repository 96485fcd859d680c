/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Sum;
import org.isoloss.composite.Weighted;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Meters are exact over ragged batches, in any order, and the same on every machine. */
class MetersTest {

    private static final HostOps HOST = new HostOps();
    private static final int ROWS = 57;
    private static final int CLASSES = 3;
    private static final double[] LOGITS =
            new Random(1).doubles(ROWS * CLASSES, -8, 8).toArray();
    private static final long[] LABELS = new Random(2).longs(ROWS, -1, CLASSES).toArray();

    /** Of sizes that have nothing to do with each other, one of them 0 and one with no label that counts. */
    private static final int[] CUTS = {0, 1, 8, 8, 9, 30, 31, 56, 57};

    private static Batch<HostTensor> rows(int from, int to) {
        double[] logits = Arrays.copyOfRange(LOGITS, from * CLASSES, to * CLASSES);
        long[] labels = Arrays.copyOfRange(LABELS, from, to);
        return Batch.of(List.of(HostTensor.of(logits, to - from, CLASSES), HostTensor.indices(labels, to - from)));
    }

    private static List<LossMean> parts(Loss loss) {
        return IntStream.range(1, CUTS.length)
                .mapToObj(i -> LossMean.of(HOST, loss, rows(CUTS[i - 1], CUTS[i])))
                .toList();
    }

    private static LossMean merged(List<LossMean> parts) {
        return parts.stream().reduce(LossMean.NOTHING, LossMean::merge);
    }

    static List<Loss> losses() {
        CrossEntropy plain = new CrossEntropy().withIgnoreIndices(-1);
        CrossEntropy weighted = plain.withClassWeights(List.of(1.0, 0.1, 7.0)).withLabelSmoothing(0.1);
        return List.of(plain, weighted, new Weighted(-0.3, weighted));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void raggedBatchesHaveTheMeanOfOneBatch(Loss loss) {
        double whole = new Evaluator<>(HOST).value(loss, rows(0, ROWS)).toArray()[0];
        assertThat(merged(parts(loss)).value()).isCloseTo(whole, within(1e-15 * Math.abs(whole)));
        assertThat(parts(loss).stream().mapToDouble(LossMean::value).average().orElseThrow())
                .isNotCloseTo(whole, within(1e-3));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void noOrderOrGroupingChangesAnything(Loss loss) {
        LossMean whole = LossMean.of(HOST, loss, rows(0, ROWS));
        List<LossMean> parts = new ArrayList<>(parts(loss));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(parts, new Random(seed));
            LossMean left = merged(parts.subList(0, 3));
            assertThat(merged(parts.subList(3, parts.size())).merge(left)).isEqualTo(whole);
        }
    }

    @Test
    void aSmallBatchDoesNotCountAsMuchAsALargeOne() {
        LossMean three = LossMean.NOTHING.plus(0.5, 1).plus(0.5, 1).plus(0.5, 1);
        assertThat(three.merge(LossMean.NOTHING.plus(4.5, 1)).value()).isEqualTo(1.5);
    }

    @Test
    void aLongSumDoesNotDrift() {
        LossMean mean = LossMean.NOTHING;
        for (int i = 0; i < 200_000; i++) {
            mean = mean.plus(0.1, 1);
        }
        assertThat(mean.value()).isEqualTo(0.1);
    }

    @Test
    void theReductionIsNotAsked() {
        LossMean mean = LossMean.of(HOST, new CrossEntropy().withIgnoreIndices(-1), rows(0, ROWS));
        for (Reduction reduction : Reduction.values()) {
            Loss loss = new CrossEntropy().withIgnoreIndices(-1).withReduction(reduction);
            assertThat(LossMean.of(HOST, loss, rows(0, ROWS))).isEqualTo(mean);
        }
    }

    @Test
    void masksAndSampleWeightsCount() {
        Batch<HostTensor> errors = Batch.of(
                List.of(HostTensor.of(new double[] {1, 2, Double.NaN}, 3), HostTensor.of(new double[] {0, 0, 0}, 3)));
        Batch<HostTensor> weighed = errors.withMask(HostTensor.of(new double[] {1, 1, 0}, 3))
                .withSampleWeights(HostTensor.of(new double[] {3, 1, 9}, 3));
        assertThat(LossMean.of(HOST, new SquaredError(), weighed).value()).isEqualTo((3 + 4) / 4.0);
    }

    @Test
    void aSumOfLossesHasNoTermsToCount() {
        assertThatThrownBy(() -> LossMean.of(HOST, new Weighted(2, new Sum()), rows(0, 1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Weighted: its parts have means of their own, so it has no terms to count;"
                        + " measure them one by one");
    }

    @Test
    void nothingHasMeanZero() {
        assertThat(LossMean.NOTHING.value()).isZero();
        assertThat(LossMean.of(HOST, new CrossEntropy(), rows(4, 4))).isEqualTo(LossMean.NOTHING);
        assertThat(Perplexity.NOTHING.value()).isEqualTo(1);
    }

    @Test
    void whatIsNotFiniteStaysSo() {
        LossMean one = LossMean.NOTHING.plus(1, 1);
        assertThat(one.plus(Double.NaN, 1).plus(1, 1).value()).isNaN();
        assertThat(one.merge(one.plus(Double.POSITIVE_INFINITY, 1)).value()).isInfinite();
    }

    @Test
    void sumsThatNoDoubleCanHoldHaveTheirMean() {
        LossMean huge = LossMean.NOTHING.plus(Double.MAX_VALUE, 1).plus(Double.MAX_VALUE, 1);
        assertThat(huge.sum().value()).isInfinite();
        assertThat(huge.value()).isEqualTo(Double.MAX_VALUE);
        assertThat(huge.plus(-Double.MAX_VALUE, 1).plus(-Double.MAX_VALUE, 1).value())
                .isZero();
    }

    /** A model that knows nothing is in doubt about all tokens, whatever the padding. */
    @Test
    void aModelThatKnowsNothingHasThePerplexityOfItsVocabulary() {
        HostTensor logits = HostTensor.of(new double[2 * 7 * 4], 2, 7, 4);
        HostTensor labels = HostTensor.indices(new long[] {1, 0, 6, 2, 3, 0, 0, 0}, 2, 4);
        Perplexity perplexity =
                Perplexity.of(HOST, new CrossEntropy().withIgnoreIndices(0), Batch.of(List.of(logits, labels)));
        assertThat(perplexity.value()).isCloseTo(7, within(1e-14));
        assertThat(perplexity.nats().count().value()).isEqualTo(4);
        assertThat(perplexity.bitsPerToken()).isCloseTo(Math.log(7) / Math.log(2), within(1e-15));
        assertThat(perplexity.bitsPerCharacter(16)).isCloseTo(Math.log(7) / Math.log(2) / 4, within(1e-15));
        assertThatThrownBy(() -> perplexity.bitsPerCharacter(0))
                .hasMessage("characters must be finite and greater than 0, got 0");
    }

    @Test
    void theProductOfManySmallProbabilitiesDoesNotUnderflow() {
        LossMean nats = LossMean.NOTHING;
        for (int i = 0; i < 1000; i++) {
            nats = nats.plus(700, 1);
        }
        assertThat(new Perplexity(nats).value()).isEqualTo(Math.exp(700)).isFinite();
        assertThat(new Perplexity(nats.plus(1e6, 1)).value()).isInfinite();
        assertThat(new Perplexity(nats.plus(1e6, 1)).bitsPerToken()).isFinite();
    }

    @Test
    void javaKeepsAMeter() throws IOException, ClassNotFoundException {
        Perplexity meter = new Perplexity(merged(parts(new CrossEntropy().withIgnoreIndices(-1))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(meter);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(meter);
        }
    }
}
