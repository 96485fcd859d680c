/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SigmoidFocal;
import org.isoloss.classification.SoftmaxFocal;
import org.isoloss.composite.Weighted;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.contract.Closeness;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.divergence.KullbackLeibler;
import org.isoloss.divergence.PoissonNll;
import org.isoloss.divergence.Tweedie;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.MultipleNegativesRanking;
import org.isoloss.embedding.Similarity;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.ranking.ListMle;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.Huber;
import org.isoloss.regression.LogCosh;
import org.isoloss.regression.Quantile;
import org.isoloss.regression.SmoothAbsoluteError;
import org.isoloss.regression.SquaredError;
import org.isoloss.segmentation.Dice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Theorems, as tables of losses under one property. */
class InvariantsTest {

    private static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());

    private static ValueAndGradients<HostTensor> evaluate(Loss loss, List<HostTensor> inputs) {
        return EVALUATOR.valueAndGradients(loss, Batch.of(inputs));
    }

    private static HostTensor mapped(HostTensor x, UnaryOperator<double[]> change) {
        return HostTensor.of(change.apply(x.toArray()), x.shape());
    }

    private static List<HostTensor> with(List<HostTensor> inputs, int port, HostTensor x) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> i == port ? x : inputs.get(i))
                .toList();
    }

    // ---- what does not matter ----

    static List<Loss> onSoftmaxLogits() {
        return List.of(
                new CrossEntropy(),
                new CrossEntropy().withLabelSmoothing(0.2).withClassWeights(List.of(1.0, 2.0, 0.5, 1.0, 3.0)),
                new Dice(),
                new PolyOne());
    }

    @ParameterizedTest
    @MethodSource("onSoftmaxLogits")
    void addingANumberToAllLogitsOfARowChangesNothing(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(31).of(loss);
        HostTensor shifted = mapped(inputs.get(0), z -> IntStream.range(0, z.length)
                .mapToDouble(i -> z[i] + 3 * (i / 5) - 7)
                .toArray());
        ValueAndGradients<HostTensor> before = evaluate(loss, inputs);
        ValueAndGradients<HostTensor> after = evaluate(loss, with(inputs, 0, shifted));
        Closeness.assertClose("value", before.value(), after.value(), 1e-13);
        Closeness.assertClose(
                "gradient", before.gradients().get(0), after.gradients().get(0), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("onSoftmaxLogits")
    void gradientsOfSoftmaxLogitsAddUpToNothingInARow(Loss loss) {
        double[] g = evaluate(loss, ExampleInputs.seeded(32).of(loss))
                .gradients()
                .get(0)
                .toArray();
        for (int row = 0; row < g.length; row += 5) {
            assertThat(Math.abs(Arrays.stream(g, row, row + 5).sum())).isLessThan(1e-15);
        }
    }

    static List<Loss> onNormalisedEmbeddings() {
        return List.of(new InfoNce(), new InfoNce().withSymmetric(true), new InfoNce().withTemperature(0.01));
    }

    @ParameterizedTest
    @MethodSource("onNormalisedEmbeddings")
    void theLengthOfAnEmbeddingDoesNotMatterWhereItIsNormalised(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(33).of(loss);
        for (int port = 0; port < 2; port++) {
            HostTensor longer = mapped(
                    inputs.get(port), x -> Arrays.stream(x).map(v -> 17 * v).toArray());
            Closeness.assertClose(
                    "value",
                    evaluate(loss, inputs).value(),
                    evaluate(loss, with(inputs, port, longer)).value(),
                    1e-12);
        }
    }

    static List<Loss> symmetric() {
        return List.of(
                new InfoNce().withSymmetric(true),
                new InfoNce().withSymmetric(true).withSimilarity(Similarity.DOT).withTemperature(1),
                new SquaredError(),
                new AbsoluteError(),
                new Huber(),
                new SmoothAbsoluteError(),
                new LogCosh(),
                new Quantile());
    }

    @ParameterizedTest
    @MethodSource("symmetric")
    void theTwoSidesMayBeExchanged(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(34).of(loss);
        Closeness.assertClose(
                "value",
                evaluate(loss, inputs).value(),
                evaluate(loss, List.of(inputs.get(1), inputs.get(0))).value(),
                1e-13);
    }

    @Test
    void paddingAListChangesNothing() {
        HostTensor scores = HostTensor.of(new double[] {0.3, -1, 2, 0.5, 1, -25}, 2, 3);
        HostTensor grades = HostTensor.of(new double[] {0, 2, 1, 3, 0, 0}, 2, 3);
        HostTensor padded = HostTensor.of(new double[] {0.3, -1, 2, 9, 0, 0.5, 1, -25, -9, 1e4}, 2, 5);
        HostTensor marked = HostTensor.of(new double[] {0, 2, 1, -1, -1, 3, 0, 0, -1, -1}, 2, 5);
        double[] g = evaluate(new ListMle(), List.of(padded, marked))
                .gradients()
                .get(0)
                .toArray();
        ValueAndGradients<HostTensor> before = evaluate(new ListMle(), List.of(scores, grades));
        Closeness.assertClose(
                "value",
                before.value(),
                evaluate(new ListMle(), List.of(padded, marked)).value(),
                1e-14);
        Closeness.assertClose(
                "gradient",
                before.gradients().get(0),
                HostTensor.of(new double[] {g[0], g[1], g[2], g[5], g[6], g[7]}, 2, 3),
                1e-14);
        assertThat(new double[] {g[3], g[4], g[8], g[9]}).containsOnly(0);
    }

    @Test
    void theOrderOfDocumentsDoesNotMatterIfTheirGradesDiffer() {
        HostTensor scores = HostTensor.of(new double[] {0.3, -1, 2, 0.5}, 1, 4);
        HostTensor grades = HostTensor.of(new double[] {0, 2, 1, 3}, 1, 4);
        HostTensor reversed = HostTensor.of(new double[] {0.5, 2, -1, 0.3}, 1, 4);
        HostTensor regraded = HostTensor.of(new double[] {3, 1, 2, 0}, 1, 4);
        Closeness.assertClose(
                "value",
                evaluate(new ListMle(), List.of(scores, grades)).value(),
                evaluate(new ListMle(), List.of(reversed, regraded)).value(),
                1e-14);
    }

    // ---- where nothing is left to learn ----

    static List<Loss> ofErrors() {
        return List.of(new SquaredError(), new AbsoluteError(), new Huber(), new SmoothAbsoluteError(), new LogCosh());
    }

    @ParameterizedTest
    @MethodSource("ofErrors")
    void isZeroAtTheOptimum(Loss loss) {
        HostTensor x = ExampleInputs.seeded(35).of(loss).get(0);
        ValueAndGradients<HostTensor> both = evaluate(loss, List.of(x, x));
        assertThat(both.value().toArray()[0]).isZero();
        assertThat(Arrays.stream(both.gradients().get(0).toArray()).allMatch(g -> g == 0))
                .isTrue();
    }

    @Test
    void aDistributionDoesNotDivergeFromItself() {
        HostTensor q = ExampleInputs.seeded(36).of(new KullbackLeibler()).get(1);
        HostTensor logQ = mapped(q, p -> Arrays.stream(p).map(Math::log).toArray());
        assertThat(Math.abs(evaluate(new KullbackLeibler(), List.of(logQ, q))
                        .value()
                        .toArray()[0]))
                .isLessThan(1e-15);
    }

    @Test
    void oneClassOneRowAndOneDocumentCostNothing() {
        assertThat(evaluate(new CrossEntropy(), List.of(HostTensor.of(new double[] {5}, 1, 1), HostTensor.indices(0)))
                        .value()
                        .toArray())
                .containsExactly(0);
        HostTensor row = HostTensor.of(new double[] {1, -2}, 1, 2);
        assertThat(Math.abs(evaluate(new InfoNce(), List.of(row, row)).value().toArray()[0]))
                .isLessThan(1e-15);
        HostTensor document = HostTensor.of(new double[] {3}, 1, 1);
        assertThat(evaluate(new ListMle(), List.of(document, document)).value().toArray())
                .containsExactly(0);
    }

    // ---- one loss in the limit of another ----

    private record Equal(Loss one, Loss other) {}

    static Stream<Equal> equals() {
        return Stream.of(
                new Equal(
                        new Huber(0.5, Reduction.MEAN),
                        new Weighted(0.5, new SmoothAbsoluteError(0.5, Reduction.MEAN))),
                new Equal(new Huber(3, Reduction.SUM), new Weighted(3, new SmoothAbsoluteError(3, Reduction.SUM))),
                new Equal(new Huber(100, Reduction.MEAN), new Weighted(0.5, new SquaredError())),
                new Equal(new SmoothAbsoluteError(0, Reduction.MEAN), new AbsoluteError()),
                new Equal(new Quantile(), new Weighted(0.5, new AbsoluteError())),
                new Equal(new PolyOne(0, Reduction.MEAN), new CrossEntropy()),
                new Equal(new SoftmaxFocal().withGamma(0), new CrossEntropy()),
                new Equal(new SigmoidFocal(OptionalDouble.empty(), 0, Reduction.MEAN), new BinaryCrossEntropy()),
                new Equal(new MultipleNegativesRanking(), new InfoNce().withTemperature(1.0 / 20)),
                new Equal(
                        new MultipleNegativesRanking()
                                .withSimilarity(Similarity.DOT)
                                .withSymmetric(true)
                                .withScale(2),
                        new InfoNce()
                                .withSimilarity(Similarity.DOT)
                                .withSymmetric(true)
                                .withTemperature(0.5)),
                new Equal(new Tweedie(1, false, Reduction.MEAN), new PoissonNll()),
                new Equal(new CrossEntropy().withClassWeights(List.of(1.0, 1.0, 1.0, 1.0, 1.0)), new CrossEntropy()));
    }

    @ParameterizedTest
    @MethodSource("equals")
    void isTheOtherInTheLimit(Equal pair) {
        List<HostTensor> inputs = ExampleInputs.seeded(37).of(pair.one());
        ValueAndGradients<HostTensor> one = evaluate(pair.one(), inputs);
        ValueAndGradients<HostTensor> other = evaluate(pair.other(), inputs);
        Closeness.assertClose("value", one.value(), other.value(), 1e-13);
        Closeness.assertClose(
                "gradient", one.gradients().get(0), other.gradients().get(0), 1e-13);
    }

    // ---- gradients that live ----

    @Test
    void confidentErrorsStillHaveTheirFullSlope() {
        for (Backend<?> backend : Backends.all().stream().map(b -> b.get()).toList()) {
            double[] g = gradients(
                    backend,
                    new BinaryCrossEntropy().withReduction(Reduction.SUM),
                    List.of(HostTensor.of(new double[] {40, -40}, 2), HostTensor.of(new double[] {0, 1}, 2)));
            assertThat(g).containsExactly(1, -1);
        }
    }

    /** An anchor whose positive is opposite and whose rival is equal to it: the slope is that of the difference, over t. */
    @Test
    void aColdContrastStillPulls() {
        double[] x = new Random(1).doubles(8, -1, 1).toArray();
        double[] opposite = Arrays.stream(x).map(v -> -v).toArray();
        for (Backend<?> backend : Backends.all().stream().map(b -> b.get()).toList()) {
            double[] g = gradients(
                    backend,
                    new InfoNce().withTemperature(0.01),
                    List.of(HostTensor.of(x, 2, 4), HostTensor.of(opposite, 2, 4)));
            assertThat(Arrays.stream(g).map(Math::abs).max().orElseThrow()).isGreaterThan(1);
        }
    }

    private static <T> double[] gradients(Backend<T> backend, Loss loss, List<HostTensor> inputs) {
        try (backend) {
            ValueAndGradients<T> both = new Evaluator<>(backend.ops())
                    .valueAndGradients(
                            loss, Batch.of(inputs.stream().map(backend::of).toList()));
            return backend.ops().toHost(both.gradients().get(0));
        }
    }
}
