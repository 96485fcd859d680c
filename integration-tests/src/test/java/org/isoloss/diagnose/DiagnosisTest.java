/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that real trainings are made to have are named, in both frameworks; trainings without are left in peace. */
class DiagnosisTest {

    @ParameterizedTest
    @EnumSource
    void theFaultIsNamedFirstInBothFrameworks(Fault fault) {
        Map<String, Integer> right = Map.of(fault.rule(), Confusion.FAULTY.size());
        for (Framework framework : Framework.values()) {
            assertThat(Confusion.measured().named(fault, framework))
                    .as("%s in %s", fault, framework)
                    .isEqualTo(right);
        }
    }

    @Test
    void atMostOneOfTwentyHealthyTrainingsIsFoundFaultWith() {
        assertThat(Confusion.measured().healthy()).isEqualTo(20);
        assertThat(Confusion.measured().falseAlarms()).isLessThanOrEqualTo(1);
    }

    @Test
    void nothingIsJudgedOnWhatThresholdsWereSetOn() {
        List<Long> judged =
                Confusion.HEALTHY.values().stream().flatMap(List::stream).collect(Collectors.toList());
        judged.addAll(Confusion.FAULTY);
        assertThat(judged).doesNotHaveDuplicates().doesNotContainAnyElementsOf(Confusion.TUNING);
    }

    /** All but the one for what no other rule explains. */
    @Test
    void everyRuleHasAFaultOfItsOwn() {
        List<String> rules = Rules.all().stream().map(Rule::name).collect(Collectors.toList());
        assertThat(rules).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        rules.remove("flat");
        assertThat(Arrays.stream(Fault.values()).map(Fault::rule)).containsExactlyInAnyOrderElementsOf(rules);
    }
}
