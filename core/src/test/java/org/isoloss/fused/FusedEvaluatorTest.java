/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.isoloss.Batch;
import org.isoloss.Domain;
import org.isoloss.Evaluator;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.ValueAndGradients;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.embedding.InfoNce;
import org.isoloss.fused.kernel.KernelProvider;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.isoloss.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FusedEvaluatorTest {

    private static final int CLASSES = 7;

    /** A batch of cross-entropy, and what the reference makes of it. */
    private record Example(Batch<Span> batch, double value, HostTensor gradient) {
        static Example ofRows(int rows) {
            Random random = new Random(rows);
            double[] logits = random.doubles((long) rows * CLASSES, -2, 2).toArray();
            long[] labels = random.longs(rows, 0, CLASSES).toArray();
            ValueAndGradients<HostTensor> expected = new Evaluator<>(new HostOps())
                    .valueAndGradients(
                            new CrossEntropy(),
                            Batch.of(List.of(HostTensor.of(logits, rows, CLASSES), HostTensor.indices(labels, rows))));
            return new Example(
                    Batch.of(List.of(Span.of(logits, rows, CLASSES), Span.of(labels, rows))),
                    expected.value().toArray()[0],
                    expected.gradients().get(0));
        }

        /** Runs it, and says how far it is from the reference. */
        double error(FusedEvaluator evaluator) {
            double[] got = new double[1];
            double[] exact = gradient.toArray();
            double[] slopes = new double[exact.length];
            evaluator.valueAndGradients(
                    new CrossEntropy(), batch, Span.of(got), List.of(Span.of(slopes, exact.length / CLASSES, CLASSES)));
            double worst = Math.abs(got[0] - value);
            for (int i = 0; i < slopes.length; i++) {
                worst = Math.max(worst, Math.abs(slopes[i] - exact[i]));
            }
            return worst;
        }
    }

    @Test
    void aStreamOfLengthsKeepsFewPrograms() {
        FusedEvaluator evaluator = new FusedEvaluator(2, 5, 0);
        for (int rows = 1; rows <= 60; rows++) {
            assertThat(Example.ofRows(rows).error(evaluator))
                    .as("%d rows", rows)
                    .isLessThan(1e-14);
            assertThat(evaluator.programs()).isEqualTo(Math.min(rows, 5));
        }
    }

    @Test
    void equalLossesShareAProgramAndOthersDoNot() {
        FusedEvaluator evaluator = new FusedEvaluator();
        Batch<Span> batch = Example.ofRows(4).batch();
        Span room = Span.of(new double[1]);
        evaluator.value(new CrossEntropy(), batch, room);
        evaluator.value(new CrossEntropy(), batch, room);
        assertThat(evaluator.programs()).isEqualTo(1);
        evaluator.value(new CrossEntropy().withLabelSmoothing(0.1), batch, room);
        evaluator.value(new CrossEntropy(), batch.withNormaliser(3), room);
        evaluator.value(new CrossEntropy(), batch.withMask(Span.of(new double[] {1, 0, 1, 1}, 4)), room);
        evaluator.terms(new CrossEntropy(), batch, Span.of(new double[4], 4));
        assertThat(evaluator.programs()).isEqualTo(5);
    }

    @Test
    void manyThreadsShareIt() throws InterruptedException, ExecutionException {
        FusedEvaluator evaluator = new FusedEvaluator(3, 4, 0);
        List<Example> examples = new ArrayList<>();
        for (int rows = 1000; rows < 1008; rows++) {
            examples.add(Example.ofRows(rows));
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Double>> errors = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Example example = examples.get(i % examples.size());
            errors.add(threads.submit(() -> example.error(evaluator)));
        }
        for (Future<Double> error : errors) {
            assertThat(error.get()).isLessThan(1e-14);
        }
        threads.shutdown();
        assertThat(errors).hasSize(400);
    }

    @Test
    void termsAreThoseOfTheEvaluator() {
        Example example = Example.ofRows(9);
        double[] terms = new double[9];
        new FusedEvaluator().terms(new CrossEntropy(), example.batch(), Span.of(terms, 9));
        assertThat(Arrays.stream(terms).average().orElseThrow()).isCloseTo(example.value(), offset(1e-14));
    }

    @Test
    void theResultsMayBeOfAnotherType() {
        float[] x = {1, 2, 3, 4};
        double[] value = new double[1];
        double[] slopes = new double[4];
        new FusedEvaluator()
                .valueAndGradients(
                        new SquaredError(),
                        Batch.of(List.of(Span.of(x, 2, 2), Span.of(new double[4], 2, 2))),
                        Span.of(value),
                        List.of(Span.of(slopes, 2, 2)));
        assertThat(value).containsExactly(7.5);
        assertThat(slopes).containsExactly(0.5, 1, 1.5, 2);
    }

    @Test
    void aBufferIsReadFromItsPositionOn() {
        FloatBuffer x = FloatBuffer.wrap(new float[] {99, 99, 1, 2, 99}).position(2);
        float[] value = new float[1];
        new FusedEvaluator()
                .value(
                        new SquaredError(),
                        Batch.of(List.of(Span.of(x, 1, 2), Span.of(new float[2], 1, 2))),
                        Span.of(value));
        assertThat(value).containsExactly(2.5f);
    }

    @Test
    void complaintsAreSentences() {
        FusedEvaluator evaluator = new FusedEvaluator();
        Batch<Span> batch = Example.ofRows(4).batch();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluator.value(new CrossEntropy(), batch, Span.of(new double[2], 2)))
                .withMessage("CrossEntropy: an output must be [], got [2]");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> evaluator.valueAndGradients(new CrossEntropy(), batch, Span.of(new double[1]), List.of()))
                .withMessage("CrossEntropy has 2 outputs but was given room for 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluator.value(
                        new CrossEntropy(),
                        Batch.of(List.of(Span.of(new int[4], 2, 2), Span.of(new int[2], 2))),
                        Span.of(new double[1])))
                .withMessage("CrossEntropy: 'logits' must be float32 or float64, got INDEX[2, 2] in HeapIntBuffer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Span.of(new float[3], 2, 2))
                .withMessage("a buffer for [2, 2] must have 4 elements left, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FusedEvaluator(0, 1, 0))
                .withMessage("threads must be at least 1, got 0");
    }

    @Test
    void anIndexThatFloatsDoNotHoldIsRefused() {
        Batch<Span> batch = Batch.of(List.of(Span.of(new float[6], 2, 3), Span.of(new long[] {0, 1L << 24}, 2)));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> new FusedEvaluator().value(new CrossEntropy(), batch, Span.of(new float[1])))
                .withMessage("indices beside float32 must be below 2^24 in a fused program, got 16777216");
    }

    @Test
    void aLabelWithoutAClassIsAnError() {
        Batch<Span> batch = Batch.of(List.of(Span.of(new float[6], 2, 3), Span.of(new int[] {0, 3}, 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FusedEvaluator().value(new CrossEntropy(), batch, Span.of(new float[1])))
                .withMessageContaining("index must be in [0, 3), got 3");
    }

    /** A loss of many steps. */
    public record Staircase(int steps) implements Loss {
        private static final Port X = Port.prediction("x", Domain.REAL, "N");

        public Staircase() {
            this(1);
        }

        @Override
        public Signature signature() {
            return Signature.of(X);
        }

        @Override
        public Terms terms(Inputs in) {
            Tensor x = in.get(X);
            for (int i = 0; i < steps; i++) {
                x = x.abs().plus(1.0 / (i + 1));
            }
            return Terms.of(x);
        }
    }

    /** Similarities are made and used a block of rows at a time. */
    @Test
    void noArrayOfAllPairsIsKept() {
        int n = 1024;
        List<Span> inputs = List.of(Span.of(new float[n * 4], n, 4), Span.of(new float[n * 4], n, 4));
        List<Span> outputs =
                List.of(Span.of(new float[1]), Span.of(new float[n * 4], n, 4), Span.of(new float[n * 4], n, 4));
        Call call = new Call(new InfoNce(), Batch.of(inputs), Request.VALUE_AND_GRADIENTS, outputs, false);
        assertThat(Compiler.compile(KernelProvider.floats(), Host.JAVA, call).footprint())
                .isBetween(1L, (long) n * n);
    }

    @Test
    void aProgramThatIsTooLongIsRefused() {
        Batch<Span> batch = Batch.of(List.of(Span.of(new double[] {1, 2}, 2)));
        double[] value = new double[1];
        new FusedEvaluator().value(new Staircase(2), batch, Span.of(value));
        assertThat(value).containsExactly(3);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> new FusedEvaluator().value(new Staircase(Graph.LIMIT), batch, Span.of(value)))
                .withMessage("a fused program has at most 16384 operations, and this one has more");
    }
}
