/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.contract.Closeness;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.contract.LossRecords;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.ranking.ApproxNdcg;
import org.isoloss.ranking.LambdaRank;
import org.isoloss.ranking.ListMle;
import org.isoloss.ranking.ListNet;
import org.isoloss.ranking.PairWeight;
import org.isoloss.ranking.PairwiseLogistic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Theorems about ranked lists, as tables of losses under one property. */
class RankingInvariantsTest {

    private static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());

    private static final double[] SCORES = {0.3, -1, 2, 0.9, 0.5, 1, -25, 3};
    private static final double[] GRADES = {0, 2, 1, 4, 3, 0, 1, 2};

    private static ValueAndGradients<HostTensor> evaluate(Loss loss, double[] scores, double[] grades, long... shape) {
        return EVALUATOR.valueAndGradients(
                loss, Batch.of(List.of(HostTensor.of(scores, shape), HostTensor.of(grades, shape))));
    }

    private static double value(ValueAndGradients<HostTensor> both) {
        return both.value().toArray()[0];
    }

    private static double[] gradient(ValueAndGradients<HostTensor> both) {
        return both.gradients().get(0).toArray();
    }

    /** Every loss of graded lists that is a number, as its record and its variants say. */
    static Stream<Loss> ofLists() {
        return LossRecords.withVariants().stream()
                .filter(l -> l.signature().ports().stream().anyMatch(p -> p.domain() == Domain.GRADE))
                .filter(l -> l.reduction() != Reduction.NONE);
    }

    static Stream<Loss> ofPairs() {
        return ofLists()
                .filter(l -> l instanceof PairwiseLogistic
                        || (l instanceof LambdaRank rank && rank.weight() != PairWeight.DISCOUNTED_GAIN));
    }

    @ParameterizedTest
    @MethodSource("ofLists")
    void paddingAListChangesNothing(Loss loss) {
        double[] padded = {0.3, -1, 2, 0.9, 9, 1e4, 0.5, 1, -25, 3, -9, 0};
        double[] marked = {0, 2, 1, 4, -1, -1, 3, 0, 1, 2, -1, -5};
        ValueAndGradients<HostTensor> before = evaluate(loss, SCORES, GRADES, 2, 4);
        ValueAndGradients<HostTensor> after = evaluate(loss, padded, marked, 2, 6);
        double[] g = gradient(after);
        Closeness.assertClose("value", before.value(), after.value(), 1e-13);
        Closeness.assertClose(
                "gradient",
                before.gradients().get(0),
                HostTensor.of(new double[] {g[0], g[1], g[2], g[3], g[6], g[7], g[8], g[9]}, 2, 4),
                1e-13);
        assertThat(new double[] {g[4], g[5], g[10], g[11]}).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("ofLists")
    void anEmptyListChangesNothing(Loss loss) {
        double[] scores = Arrays.copyOf(SCORES, 12);
        double[] grades = Arrays.copyOf(GRADES, 12);
        Arrays.fill(grades, 8, 12, -1);
        Closeness.assertClose(
                "value",
                evaluate(loss, SCORES, GRADES, 2, 4).value(),
                evaluate(loss, scores, grades, 3, 4).value(),
                1e-13);
    }

    @ParameterizedTest
    @MethodSource("ofLists")
    void permutingTheDocumentsPermutesTheGradient(Loss loss) {
        int[] order = {2, 0, 3, 1, 5, 7, 6, 4};
        double[] scores = Arrays.stream(order).mapToDouble(i -> SCORES[i]).toArray();
        double[] grades = Arrays.stream(order).mapToDouble(i -> GRADES[i]).toArray();
        ValueAndGradients<HostTensor> before = evaluate(loss, SCORES, GRADES, 2, 4);
        ValueAndGradients<HostTensor> after = evaluate(loss, scores, grades, 2, 4);
        double[] g = gradient(before);
        Closeness.assertClose("value", before.value(), after.value(), 1e-13);
        Closeness.assertClose(
                "gradient",
                HostTensor.of(Arrays.stream(order).mapToDouble(i -> g[i]).toArray(), 2, 4),
                after.gradients().get(0),
                1e-13);
    }

    @ParameterizedTest
    @MethodSource("ofLists")
    void addingANumberToAllScoresOfAListChangesNothing(Loss loss) {
        double[] moved = IntStream.range(0, 8)
                .mapToDouble(i -> SCORES[i] + (i < 4 ? 3 : -7))
                .toArray();
        ValueAndGradients<HostTensor> before = evaluate(loss, SCORES, GRADES, 2, 4);
        double[] g = gradient(before);
        Closeness.assertClose(
                "value", before.value(), evaluate(loss, moved, GRADES, 2, 4).value(), 1e-12);
        assertThat(Math.abs(Arrays.stream(g, 0, 4).sum())).isLessThan(1e-13);
        assertThat(Math.abs(Arrays.stream(g, 4, 8).sum())).isLessThan(1e-13);
    }

    @ParameterizedTest
    @MethodSource("ofLists")
    void oneDocumentHasNothingToLearn(Loss loss) {
        assertThat(gradient(evaluate(loss, new double[] {3}, new double[] {2}, 1, 1)))
                .containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("ofPairs")
    void equalGradesCostNothing(Loss loss) {
        ValueAndGradients<HostTensor> both = evaluate(loss, SCORES, new double[] {2, 2, 2, 2, 0, 0, 0, 0}, 2, 4);
        assertThat(value(both)).isZero();
        assertThat(gradient(both)).containsOnly(0);
    }

    /** What the losses become if the scores order the documents as the grades do and lie far apart. */
    static Stream<Loss> withoutRest() {
        return Stream.concat(ofPairs(), Stream.of(new ListMle()));
    }

    @ParameterizedTest
    @MethodSource("withoutRest")
    void theRightOrderFarApartCostsNothing(Loss loss) {
        double[] far = Arrays.stream(GRADES).map(y -> 1000 * y).toArray();
        assertThat(value(evaluate(loss, far, GRADES, 2, 4))).isZero();
    }

    static Stream<Loss> gains() {
        return Stream.of(new ApproxNdcg(), new ApproxNdcg().withSteepness(10));
    }

    @ParameterizedTest
    @MethodSource("gains")
    void theRightOrderFarApartHasAllTheGain(Loss loss) {
        double[] far = Arrays.stream(GRADES).map(y -> 1000 * y).toArray();
        assertThat(Math.abs(value(evaluate(loss, far, GRADES, 2, 4)) + 1)).isLessThan(1e-14);
    }

    static Stream<Loss> entropies() {
        return Stream.of(new ListNet());
    }

    @ParameterizedTest
    @MethodSource("entropies")
    void scoresEqualToGradesHaveNoSlope(Loss loss) {
        assertThat(Arrays.stream(gradient(evaluate(loss, GRADES, GRADES, 2, 4)))
                        .map(Math::abs)
                        .max()
                        .orElseThrow())
                .isLessThan(1e-15);
    }

    @ParameterizedTest
    @MethodSource("ofLists")
    void aListWithoutADocumentCostsNothing(Loss loss) {
        ValueAndGradients<HostTensor> both = evaluate(loss, new double[] {1, 2, 3}, new double[] {-1, -1, -2}, 1, 3);
        assertThat(value(both)).isZero();
        assertThat(gradient(both)).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("ofLists")
    void scoresFarApartAreFiniteInFloat32(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(41).withScale(5000).of(loss);
        assertThat(isFinite(Backends.djl(ai.djl.ndarray.types.DataType.FLOAT32), loss, inputs))
                .isTrue();
        assertThat(isFinite(Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.FLOAT), loss, inputs))
                .isTrue();
    }

    private static <T> boolean isFinite(Backend<T> backend, Loss loss, List<HostTensor> inputs) {
        try (backend) {
            ValueAndGradients<T> both = new Evaluator<>(backend.ops())
                    .valueAndGradients(
                            loss, Batch.of(inputs.stream().map(backend::of).toList()));
            return Stream.concat(Stream.of(both.value()), both.gradients().stream())
                    .flatMapToDouble(x -> Arrays.stream(backend.ops().toHost(x)))
                    .allMatch(Double::isFinite);
        }
    }
}
