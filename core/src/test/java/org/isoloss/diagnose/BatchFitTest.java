/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftCrossEntropy;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How low a loss can get for a batch, and what an ending means. */
class BatchFitTest {

    private static final HostTensor CLASSES = HostTensor.indices(0, 0, 0, 1);
    private static final HostTensor COLUMN = HostTensor.of(new double[] {0, 0, 1000, 3000}, 4);
    private static final HostTensor SOFT = HostTensor.of(new double[] {0.5, 0.5, 0.5, 0.5, 0.9, 0.1, 0.9, 0.1}, 4, 2);

    private static double entropy(double... p) {
        double sum = 0;
        for (double v : p) {
            sum -= v * Math.log(v);
        }
        return sum;
    }

    private record Known(
            Loss loss, HostTensor outputs, HostTensor targets, double zero, double constant, double floor) {}

    /** By entropies, variances and medians. */
    private static List<Known> known() {
        HostTensor two = HostTensor.of(new double[8], 4, 2);
        HostTensor one = HostTensor.of(new double[4], 4);
        double softFloor = (entropy(0.5, 0.5) + entropy(0.9, 0.1)) / 2;
        return List.of(
                new Known(new CrossEntropy(), two, CLASSES, Math.log(2), entropy(0.75, 0.25), 0),
                new Known(
                        new CrossEntropy().withLabelSmoothing(0.2),
                        two,
                        CLASSES,
                        Math.log(2),
                        entropy(0.7, 0.3),
                        entropy(0.9, 0.1)),
                new Known(new SoftCrossEntropy(), two, SOFT, Math.log(2), entropy(0.7, 0.3), softFloor),
                new Known(
                        new BinaryCrossEntropy(),
                        one,
                        HostTensor.of(new double[] {0, 0, 0, 1}, 4),
                        Math.log(2),
                        entropy(0.75, 0.25),
                        0),
                new Known(new SquaredError(), one, COLUMN, 2.5e6, 1.5e6, 0),
                new Known(new AbsoluteError(), one, COLUMN, 1000, 1000, 0));
    }

    @ParameterizedTest
    @MethodSource("known")
    void levelsAreThoseOfTheory(Known known) {
        Levels levels = Levels.of(known.loss(), Batch.of(List.of(known.outputs(), known.targets())));
        double close = 1e-3 * known.zero();
        assertThat(levels.zero().orElse(Double.NaN)).isCloseTo(known.zero(), within(1e-9 * known.zero()));
        assertThat(levels.constant().orElse(Double.NaN)).isCloseTo(known.constant(), within(close));
        assertThat(levels.floor().orElse(Double.NaN)).isCloseTo(known.floor(), within(close));
    }

    @Test
    void outputsThatMustBeProbabilitiesAreNotFree() {
        HostTensor half = HostTensor.of(new double[] {0.5, 0.5}, 2);
        assertThat(Levels.of(new BinaryCrossEntropyOnProbabilities(), Batch.of(List.of(half, half))))
                .isEqualTo(Levels.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "2.5, 0.01, REACHED",
        "2.5, NaN, NOT_FINITE",
        "2.5, Infinity, NOT_FINITE",
        "2.5, 30, GREW",
        "2.9, 2.3026, NO_SIGNAL",
        "2.9, 2.21, IGNORES_INPUT",
        "2.9, 1.463, SOFTMAX_TWICE",
        "2.9, 0.9, STUCK",
    })
    void anEndingIsToldByTheLevelItIsAt(double first, double last, Ending ending) {
        Levels levels = new Levels(OptionalDouble.of(Math.log(10)), OptionalDouble.of(2.2), OptionalDouble.of(0));
        BatchFit fit = BatchFit.of(first, last, levels, 500);
        assertThat(fit.ending()).isEqualTo(ending);
        assertThat(fit.reached()).isEqualTo(ending == Ending.REACHED);
        assertThat(fit.sentence())
                .startsWith("After 500 steps on one batch the loss is ")
                .contains(ending.meaning());
    }

    @Test
    void aLossThatIsNotKnownIsHeldToFallToZero() {
        assertThat(BatchFit.of(4, 0.001, Levels.UNKNOWN, 9).reached()).isTrue();
        assertThat(BatchFit.of(4, 1, Levels.UNKNOWN, 9).ending()).isEqualTo(Ending.STUCK);
    }
}
