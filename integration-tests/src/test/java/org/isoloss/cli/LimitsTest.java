/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.isoloss.Execution;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Limits LIMITS = Limits.STANDARD;

    @Test
    void whatIsWithinTheLimitsIsNotMentioned() {
        assertThat(training(epoch(1, 1.00009, 0.96, 0.0009))).isEmpty();
    }

    @Test
    void lossesParametersAndAccuraciesAreLimited() {
        assertThat(training(epoch(1, 1.001, 0.96, 0)))
                .hasValue("the losses of epoch 1 may differ by at most 1.0e-04, got 1.0e-03");
        assertThat(training(epoch(1, 1, 0.96, 0.0011)))
                .hasValue("the parameters after epoch 1 may differ by at most 1.0e-03, got 1.1e-03");
        assertThat(training(epoch(1, 1, 0.94, 0)))
                .hasValue("the accuracy of DL4J must be at least 95.00 %, got 94.00 %");
    }

    @Test
    void whatIsNotANumberBreaksEveryLimit() {
        assertThat(training(epoch(1, Double.NaN, 0.96, 0))).isPresent();
        assertThat(training(epoch(1, 1, Double.NaN, 0))).isPresent();
        assertThat(training(epoch(1, 1, 0.96, Double.NaN))).isPresent();
        assertThat(row(Double.NaN).broken(LIMITS)).isPresent();
    }

    @Test
    void accuracyCountsAtTheEndAlone() {
        List<Epoch> learning = List.of(epoch(1, 1, 0.2, 0), epoch(2, 1, 0.96, 0));

        assertThat(LIMITS.brokenBy(learning)).isEmpty();
    }

    @Test
    void parityIsLimitedByPrecision() {
        assertThat(row(9e-13).broken(LIMITS)).isEmpty();
        assertThat(row(2e-12).broken(LIMITS))
                .hasValue("Some in float64 on DL4J may differ from the core by at most 1.0e-12, got 2.0e-12");
    }

    private static Optional<String> training(Epoch epoch) {
        return LIMITS.brokenBy(List.of(epoch));
    }

    /** DJL has loss 1 and accuracy 1. */
    private static Epoch epoch(int number, double dl4jLoss, double dl4jAccuracy, double distance) {
        return new Epoch(number, new Epoch.Result(1, 1), new Epoch.Result(dl4jLoss, dl4jAccuracy), distance);
    }

    private static ParityRow row(double difference) {
        return new ParityRow(
                "Some",
                Parity.Precision.FLOAT64,
                Execution.NATIVE,
                ParityRow.Differences.NONE,
                new ParityRow.Differences(0, difference));
    }
}
