/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static final int UNKNOWN = -100;

    @Test
    void theSameSeedGivesTheSameSplit() {
        DataSet digits = CsvReader.digits();

        assertThat(Split.of(digits, 7)).isEqualTo(Split.of(digits, 7)).isNotEqualTo(Split.of(digits, 8));
    }

    @Test
    void aFifthIsHeldOutAndNothingIsLost() {
        DataSet data = numbered(100);

        Split split = Split.of(data, 1);

        assertThat(split.heldOut()).hasSize(20);
        assertThat(split.training()).hasSize(80);
        assertThat(IntStream.concat(labels(split.training()), labels(split.heldOut())))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void featuresHaveMeanZeroAndRangeTwoInTheTrainingPart() {
        List<Example> training = Split.of(numbered(100), 1).training();

        List<Double> feature =
                training.stream().map(e -> e.features().get(0)).sorted().toList();
        assertThat(feature.stream().mapToDouble(x -> x).average().orElseThrow()).isCloseTo(0, within(1e-12));
        assertThat(feature.get(79) - feature.get(0)).isCloseTo(2, within(1e-12));
        assertThat(training)
                .as("a constant feature tells nothing")
                .allMatch(e -> e.features().get(1) == 0);
    }

    @Test
    void aShareOfTheTrainingLabelsIsHiddenAndNoOther() {
        Split whole = Split.of(CsvReader.digits(), 1);

        Split partly = whole.hiding(0.1, UNKNOWN, 1);

        assertThat(whole.unknown(10)).isZero();
        assertThat(partly.unknown(10)).isBetween(100L, 190L);
        assertThat(partly).isEqualTo(whole.hiding(0.1, UNKNOWN, 1));
        assertThat(partly.heldOut()).isEqualTo(whole.heldOut());
        assertThat(partly.training().stream().map(Example::features))
                .isEqualTo(whole.training().stream().map(Example::features).toList());
    }

    @Test
    void weightsMakeClassesCountTheSame() {
        List<Example> three = IntStream.of(0, 0, 0, 1, UNKNOWN)
                .mapToObj(y -> new Example(List.of(0.0), y))
                .toList();

        assertThat(new Split(three, List.of()).balancingWeights(2)).containsExactly(0.667, 2.0);
    }

    @Test
    void onlyALabelThatNoClassHasCanHideOthers() {
        assertThat(Split.unusedLabel(List.of(3, -1), 10)).isEqualTo(OptionalInt.of(-1));
        assertThat(Split.unusedLabel(List.of(3), 10)).isEmpty();
        assertThat(Split.unusedLabel(List.of(10), 10)).isEqualTo(OptionalInt.of(10));
    }

    private static IntStream labels(List<Example> examples) {
        return examples.stream().mapToInt(Example::label);
    }

    /** Rows whose first feature and label is their number. */
    private static DataSet numbered(int rows) {
        List<Example> examples = IntStream.range(0, rows)
                .mapToObj(i -> new Example(List.of((double) i, 5.0), i))
                .toList();
        return new DataSet("numbered", examples, rows);
    }
}
