/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Sum;
import org.isoloss.composite.Weighted;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.Similarity;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.isoloss.segmentation.Dice;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is wrong is said in one sentence: who, what, rule, got. */
class BadInputTest {

    private static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());

    private record Fault(String sentence, Runnable act) {}

    private static HostTensor zeros(long... shape) {
        int n = 1;
        for (long d : shape) {
            n *= (int) d;
        }
        return HostTensor.of(new double[n], shape);
    }

    private static Runnable run(Evaluator<HostTensor> evaluator, Loss loss, HostTensor... inputs) {
        return () -> evaluator.value(loss, Batch.of(List.of(inputs)));
    }

    private static Runnable run(Loss loss, HostTensor... inputs) {
        return run(EVALUATOR, loss, inputs);
    }

    private static Runnable read(Map<String, Object> map) {
        return () -> LossConfig.fromMap(map);
    }

    private static Stream<Fault> faults() {
        HostTensor z63 = zeros(6, 3);
        CrossEntropy ce = new CrossEntropy();
        return Stream.of(
                new Fault("labelSmoothing must be in [0, 1], got 1.3", () -> ce.withLabelSmoothing(1.3)),
                new Fault("labelSmoothing must be in [0, 1], got NaN", () -> ce.withLabelSmoothing(Double.NaN)),
                new Fault("margin must be finite and greater than 0, got Infinity", () -> new TripletMargin()
                        .withMargin(Double.POSITIVE_INFINITY)),
                new Fault(
                        "classWeights must be finite and at least 0, got -1", () -> ce.withClassWeights(List.of(-1.0))),
                new Fault("losses must have at least one entry, got none", () -> new Sum(List.of())),
                new Fault(
                        "losses must be reduced by SUM or MEAN, got NONE in SquaredError",
                        () -> Sum.of(new SquaredError(Reduction.NONE))),
                new Fault(
                        "CrossEntropy: 'labels' must be [N] with N=6 as in logits, got [4]",
                        run(ce, z63, HostTensor.indices(0, 1, 2, 0))),
                new Fault(
                        "CrossEntropy: 'labels' must be [N] with rank 1, got [6, 1]",
                        run(ce, z63, HostTensor.indices(new long[6], 6, 1))),
                new Fault(
                        "CrossEntropy: 'labels' must be [N, d1, d2] with d2=5 as in logits, got [2, 4, 6]",
                        run(ce, zeros(2, 3, 4, 5), HostTensor.indices(new long[48], 2, 4, 6))),
                new Fault(
                        "CrossEntropy: 'classWeights' must have C=3 entries as in logits, got 2",
                        run(ce.withClassWeights(List.of(1.0, 2.0)), z63, HostTensor.indices(new long[6], 6))),
                new Fault(
                        "TripletMargin takes 3 inputs (anchor, positive, negative) but was given 1",
                        run(new TripletMargin(), z63)),
                new Fault(
                        "CrossEntropy: index must be in [0, 3), got 7 at [2]",
                        run(EVALUATOR.checked(), ce, zeros(3, 3), HostTensor.indices(0, 1, 7))),
                new Fault(
                        "BinaryCrossEntropyOnProbabilities: 'probabilities' must be in [0, 1], got 1.5 at [1]",
                        run(
                                EVALUATOR.checked(),
                                new BinaryCrossEntropyOnProbabilities(),
                                HostTensor.of(new double[] {0.5, 1.5}, 2),
                                zeros(2))),
                new Fault(
                        "CrossEntropy: 'mask' must be [N] or lead [6], the rows, got [4]",
                        () -> EVALUATOR.value(
                                ce,
                                Batch.of(List.of(z63, HostTensor.indices(new long[6], 6)))
                                        .withMask(zeros(4)))),
                new Fault(
                        "Dice: sample weights need a term for each row, but its rows are pooled",
                        () -> EVALUATOR.value(
                                new Dice(),
                                Batch.of(List.of(z63, HostTensor.indices(new long[6], 6)))
                                        .withSampleWeights(zeros(6)))),
                new Fault("normaliser must be finite and greater than 0, got 0", () -> Batch.of(List.of(z63))
                        .withNormaliser(0)),
                new Fault(
                        "CrossEntropy has no parameter 'labelSmothing';"
                                + " it has [labelSmoothing, classWeights, ignoreIndices, reduction]",
                        read(changed(ce, "labelSmothing", 0.1))),
                new Fault(
                        "CrossEntropy: 'reduction' must be one of [NONE, SUM, MEAN], got AVERAGE",
                        read(changed(ce, "reduction", "AVERAGE"))),
                new Fault(
                        "CrossEntropy: 'labelSmoothing' must be double, got much",
                        read(changed(ce, "labelSmoothing", "much"))),
                new Fault("TripletMargin: 'margin' is missing", read(Map.of("type", "embedding.TripletMargin"))),
                new Fault("'java.lang.Runtime' is not a loss record", read(Map.of("type", "java.lang.Runtime"))),
                new Fault("'Reduction' is not a loss record", read(Map.of("type", "Reduction"))),
                new Fault("no loss named 'Nothing' on the class path", read(Map.of("type", "Nothing"))),
                new Fault(
                        "a loss must be a record, got " + NoRecord.class.getName(),
                        run(new NoRecord(), z63, HostTensor.indices(new long[6], 6))),
                new Fault(
                        "WithList: 'anything' must be of a type that LossConfig lists, got java.util.List<java.lang.Object>",
                        run(new WithList(List.of()), z63, z63)));
    }

    private static Map<String, Object> changed(Loss loss, String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>(LossConfig.toMap(loss));
        map.put(key, value);
        return map;
    }

    private static final class NoRecord implements Loss {
        @Override
        public Signature signature() {
            return new CrossEntropy().signature();
        }

        @Override
        public Terms terms(Inputs in) {
            return new CrossEntropy().terms(in);
        }
    }

    private record WithList(List<Object> anything) implements Loss {
        @Override
        public Signature signature() {
            return new SquaredError().signature();
        }

        @Override
        public Terms terms(Inputs in) {
            return new SquaredError().terms(in);
        }
    }

    @TestFactory
    Stream<DynamicTest> isRefusedInOneSentence() {
        return faults().map(f -> DynamicTest.dynamicTest(f.sentence(), () -> assertThatThrownBy(f.act()::run)
                .isInstanceOfAny(IllegalArgumentException.class, UnsupportedOperationException.class)
                .hasMessage(f.sentence())));
    }

    @Test
    void partsThatNameAPortDifferentlyCannotBeSummed() {
        record Clash() implements Loss {
            @Override
            public Signature signature() {
                return Signature.of(Port.prediction("logits", Domain.REAL, "N"));
            }

            @Override
            public Terms terms(Inputs in) {
                return Terms.of(in.get(signature().ports().get(0)));
            }
        }
        assertThatThrownBy(() -> Sum.of(new CrossEntropy(), new Clash()).signature())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ports of equal name must have equal domain and dimensions");
    }

    @Test
    void mapsKeepEveryParameterThatThereIs() {
        List<Loss> losses = new ArrayList<>();
        losses.add(new CrossEntropy(0.25, List.of(1.0, 2.0), List.of(-1, 7), Reduction.SUM));
        losses.add(new InfoNce(OptionalDouble.empty(), Similarity.DOT, true, Reduction.NONE));
        losses.add(new Weighted(-2, Sum.of(new SquaredError(), new Weighted(3, new SquaredError()))));
        for (Loss loss : losses) {
            assertThat(LossConfig.fromMap(LossConfig.toMap(loss))).isEqualTo(loss);
        }
        assertThat(LossConfig.toMap(losses.get(1)))
                .containsEntry("type", "embedding.InfoNce")
                .doesNotContainKey("temperature");
    }
}
