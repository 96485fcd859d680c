/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.contract.Closeness;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures that a textbook gives, on every backend. */
class WorkedExamplesTest {

    static Stream<Backend<?>> backends() {
        return Backends.all().stream().map(b -> b.get());
    }

    private static <T> void evaluate(
            Backend<T> backend, Loss loss, List<HostTensor> inputs, BiConsumer<Double, double[]> check) {
        try (backend) {
            ValueAndGradients<T> both = new Evaluator<>(backend.ops())
                    .valueAndGradients(
                            loss, Batch.of(inputs.stream().map(backend::of).toList()));
            check.accept(
                    backend.ops().toHost(both.value())[0],
                    backend.ops().toHost(both.gradients().get(0)));
        }
    }

    private static HostTensor of(double... data) {
        return HostTensor.of(data, data.length);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aProbabilityOfNineTenthsForTheTruthCostsATenthAndOneOfATenthMuch(Backend<?> backend) {
        List<Double> values = new ArrayList<>();
        for (double p : new double[] {0.9, 0.1}) {
            try (Backend<?> again = Backends.core()) {
                evaluate(
                        again, new BinaryCrossEntropyOnProbabilities(), List.of(of(p), of(1)), (v, g) -> values.add(v));
            }
        }
        evaluate(
                backend,
                new BinaryCrossEntropyOnProbabilities(),
                List.of(of(0.9, 0.1), of(1, 1)),
                (v, g) -> values.add(v));
        assertThat(values.get(0)).isCloseTo(0.105, within(5e-4));
        assertThat(values.get(1)).isCloseTo(2.303, within(5e-4));
        assertThat(values.get(2)).isCloseTo((0.105 + 2.303) / 2, within(5e-4));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theMeanSquaredErrorOfThreeValuesIsElevenHundredths(Backend<?> backend) {
        evaluate(backend, new SquaredError(), List.of(of(2.5, 5.2, 6.8), of(3, 5, 7)), (v, g) -> assertThat(v)
                .isCloseTo(0.11, within(1e-6)));
    }

    /** The gradient is p - q, so it shows the smoothed label q. */
    @ParameterizedTest
    @MethodSource("backends")
    void aTenthOfSmoothingOverFourClassesMovesAFortiethToEach(Backend<?> backend) {
        double[] z = {0.5, -1, 2, 0};
        double sum = 0;
        for (double v : z) {
            sum += Math.exp(v);
        }
        double[] smoothed = {0.025, 0.025, 0.925, 0.025};
        double total = sum;
        evaluate(
                backend,
                new CrossEntropy().withLabelSmoothing(0.1),
                List.of(HostTensor.of(z, 1, 4), HostTensor.indices(2)),
                (v, g) -> {
                    for (int c = 0; c < 4; c++) {
                        assertThat(Math.exp(z[c]) / total - g[c]).isCloseTo(smoothed[c], within(1e-6));
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aConfidentErrorHasASteepSlopeInCrossEntropyAndAGentleOneInSquaredError(Backend<?> backend) {
        evaluate(backend, new BinaryCrossEntropyOnProbabilities(), List.of(of(0.01), of(1)), (v, g) -> assertThat(g[0])
                .isCloseTo(-100, within(1e-4)));
        try (Backend<?> again = Backends.core()) {
            evaluate(again, new SquaredError(), List.of(of(0.01), of(1)), (v, g) -> assertThat(g[0])
                    .isCloseTo(-1.98, within(1e-12)));
        }
    }

    /** Large vocabularies sum many terms. */
    @Test
    void thirtyTwoThousandClassesAgreeToo() {
        CrossEntropy loss = new CrossEntropy().withLabelSmoothing(0.1).withIgnoreIndices(3);
        HostTensor logits = ExampleInputs.seeded(21)
                .withRows(4 * 32_000)
                .of(new SquaredError())
                .get(0);
        List<HostTensor> inputs =
                List.of(HostTensor.of(logits.toArray(), 4, 32_000), HostTensor.indices(31_999, 3, 0, 17));
        try (Backend<HostTensor> core = Backends.core()) {
            ValueAndGradients<HostTensor> expected =
                    new Evaluator<>(core.ops()).valueAndGradients(loss, Batch.of(inputs));
            for (Backend<?> backend : List.of(
                    Backends.djl(DataType.FLOAT64),
                    Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.DOUBLE),
                    Backends.djl(DataType.FLOAT32),
                    Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.FLOAT))) {
                double tolerance = backend.epsilon() < 1e-10 ? 1e-12 : 1e-5;
                evaluate(backend, loss, inputs, (v, g) -> {
                    Closeness.assertClose(backend.name(), expected.value(), HostTensor.of(new double[] {v}), tolerance);
                    Closeness.assertClose(
                            backend.name(), expected.gradients().get(0), HostTensor.of(g, 4, 32_000), tolerance);
                });
            }
        }
    }
}
