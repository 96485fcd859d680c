/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Sum;
import org.isoloss.composite.Weighted;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.Similarity;
import org.isoloss.regression.SquaredError;
import org.isoloss.segmentation.Dice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossParametersTest {

    private static final LossParameters PARAMETERS = new LossParameters(LossCatalogue.all());

    @Test
    void everyTypeOfParameterCanBeWritten() {
        assertThat(with(
                        new CrossEntropy(),
                        Map.of(
                                "labelSmoothing", "0.2",
                                "classWeights", "1, 2.5",
                                "ignoreIndices", "-1,3",
                                "reduction", "SUM")))
                .isEqualTo(new CrossEntropy(0.2, List.of(1.0, 2.5), List.of(-1, 3), Reduction.SUM));
        assertThat(with(new InfoNce(), Map.of("temperature", "", "symmetric", "true", "similarity", "DOT")))
                .isEqualTo(new InfoNce()
                        .withLearnedTemperature()
                        .withSymmetric(true)
                        .withSimilarity(Similarity.DOT));
        assertThat(with(new Weighted(), Map.of("loss", "Dice", "weight", "2"))).isEqualTo(new Weighted(2, new Dice()));
        assertThat(with(new Sum(), Map.of("losses", "CrossEntropy,SquaredError")))
                .isEqualTo(Sum.of(new CrossEntropy(), new SquaredError()));
    }

    @Test
    void anAbsentOptionalCanBeGivenAgain() {
        assertThat(with(new InfoNce().withLearnedTemperature(), Map.of("temperature", "0.5")))
                .isEqualTo(new InfoNce().withTemperature(0.5));
    }

    @Test
    void anEmptyListIsWrittenAsNothing() {
        assertThat(with(new CrossEntropy().withIgnoreIndices(3), Map.of("ignoreIndices", "")))
                .isEqualTo(new CrossEntropy());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labelSmothing | 1 | CrossEntropy has no parameter 'labelSmothing'; "
                        + "it has [labelSmoothing, classWeights, ignoreIndices, reduction]",
                "labelSmoothing | much | CrossEntropy: 'labelSmoothing' must be double, got much",
                "labelSmoothing | 1.5 | labelSmoothing must be in [0, 1], got 1.5",
                "labelSmoothing | NaN | labelSmoothing must be in [0, 1], got NaN",
                "classWeights | 1,x | CrossEntropy: 'classWeights' must be Double, got x",
                "ignoreIndices | 0.5 | CrossEntropy: 'ignoreIndices' must be Integer, got 0.5",
                "reduction | MAX | CrossEntropy: 'reduction' must be one of [NONE, SUM, MEAN], got MAX"
            })
    void whatDoesNotFitIsOneSentence(String name, String value, String sentence) {
        assertThatThrownBy(() -> with(new CrossEntropy(), Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private static Loss with(Loss base, Map<String, String> parameters) {
        return PARAMETERS.with(base, parameters);
    }
}
