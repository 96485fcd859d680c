/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Sum;
import org.isoloss.composite.Weighted;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;

/** What a mean divides by. */
class ReductionTest {

    private static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());

    private static HostTensor of(double... data) {
        return HostTensor.of(data, data.length);
    }

    private static double value(Loss loss, Batch<HostTensor> batch) {
        return EVALUATOR.value(loss, batch).toArray()[0];
    }

    private static Batch<HostTensor> errors(double... errors) {
        return Batch.of(List.of(of(errors), of(new double[errors.length])));
    }

    /** Errors 1, 2, 3: squares 1, 4, 9. */
    @Test
    void aMeanDividesByWhatCounts() {
        Batch<HostTensor> batch = errors(1, 2, 3);
        assertThat(value(new SquaredError(), batch)).isCloseTo(14.0 / 3, within(1e-15));
        assertThat(value(new SquaredError(Reduction.SUM), batch)).isEqualTo(14);
        assertThat(value(new SquaredError(), batch.withMask(of(1, 0, 1)))).isEqualTo(5);
        assertThat(value(new SquaredError(), batch.withSampleWeights(of(1, 2, 1))))
                .isEqualTo(18.0 / 4);
        assertThat(value(new SquaredError(), batch.withMask(of(1, 0.5, 0)))).isEqualTo(3 / 1.5);
        assertThat(value(new SquaredError(), batch.withNormaliser(7))).isEqualTo(2);
    }

    @Test
    void partsOfABatchAddUpUnderOneNormaliser() {
        double whole = value(new SquaredError(), errors(1, 2, 3));
        double parts = value(new SquaredError(), errors(1, 2).withNormaliser(3))
                + value(new SquaredError(), errors(3).withNormaliser(3));
        assertThat(parts).isCloseTo(whole, within(1e-15));
    }

    /** The weights (1, 2, 5), the labels and both figures are those of the catalogue's run of PyTorch. */
    @Test
    void aWeightedMeanDividesByTheWeightsOfTheLabels() {
        HostTensor logits = HostTensor.of(new double[] {0, 0, 0, 0, 0, 0}, 2, 3);
        CrossEntropy weighted = new CrossEntropy().withClassWeights(List.of(1.0, 2.0, 5.0));
        Batch<HostTensor> batch = Batch.of(List.of(logits, HostTensor.indices(0, 2)));
        assertThat(value(weighted, batch)).isCloseTo(Math.log(3), within(1e-15));
        assertThat(value(weighted.withReduction(Reduction.SUM), batch)).isCloseTo(6 * Math.log(3), within(1e-14));
    }

    @Test
    void ignoredRowsTakeNoPartInTheMean() {
        HostTensor logits = HostTensor.of(new double[] {1, 2, Double.NaN, 0}, 2, 2);
        Loss loss = new CrossEntropy().withIgnoreIndices(-100, 9);
        ValueAndGradients<HostTensor> both =
                EVALUATOR.valueAndGradients(loss, Batch.of(List.of(logits, HostTensor.indices(1, 9))));
        assertThat(both.value().toArray()[0]).isCloseTo(Math.log1p(Math.exp(-1)), within(1e-15));
        assertThat(both.gradients().get(0).toArray()).doesNotContain(Double.NaN).endsWith(0, 0);
        assertThat(value(loss, Batch.of(List.of(logits, HostTensor.indices(9, -100)))))
                .isZero();
    }

    @Test
    void aSumReducesEachOfItsPartsByItself() {
        Loss sum = Sum.of(new SquaredError(), new Weighted(0.5, new SquaredError(Reduction.SUM)));
        assertThat(value(sum, errors(1, 2, 3).withMask(of(1, 0, 1)))).isEqualTo(5 + 0.5 * 10);
    }

    @Test
    void anEmptyBatchHasLossZeroAndAGradientOfItsShape() {
        HostTensor none = HostTensor.of(new double[0], 0, 3);
        ValueAndGradients<HostTensor> both =
                EVALUATOR.valueAndGradients(new CrossEntropy(), Batch.of(List.of(none, HostTensor.indices())));
        assertThat(both.value().toArray()).containsExactly(0);
        assertThat(both.gradients().get(0).shape()).containsExactly(0, 3);
    }

    @Test
    void termsKeepTheShapeOfTheirRows() {
        HostTensor logits = HostTensor.of(new double[24], 2, 3, 4);
        HostTensor labels = HostTensor.indices(new long[8], 2, 4);
        HostTensor terms = EVALUATOR.terms(new CrossEntropy(), Batch.of(List.of(logits, labels)));
        assertThat(terms.shape()).containsExactly(2, 4);
    }

    @Test
    void aMaskOfSequencesReachesEveryStep() {
        HostTensor x = HostTensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Batch<HostTensor> batch = Batch.of(List.of(x, HostTensor.of(new double[6], 2, 3)));
        assertThat(value(new SquaredError(Reduction.SUM), batch.withMask(of(1, 0))))
                .isEqualTo(14);
        HostTensor steps = HostTensor.of(new double[] {1, 0, 0, 0, 0, 1}, 2, 3);
        assertThat(value(new SquaredError(Reduction.SUM), batch.withMask(steps)))
                .isEqualTo(37);
    }
}
