/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.composite.Sum;
import org.isoloss.embedding.CosineDistance;
import org.isoloss.embedding.InfoNce;
import org.isoloss.embedding.Similarity;
import org.isoloss.embedding.TripletMargin;
import org.isoloss.regression.SquaredError;
import org.isoloss.segmentation.Dice;
import org.junit.jupiter.api.Test;

/** Losses as text. */
class LossTextTest {

    @Test
    void aNameAloneHasItsDefaults() {
        assertThat(LossConfig.parse("CrossEntropy")).isEqualTo(new CrossEntropy());
        assertThat(LossConfig.parse(" segmentation.Dice ( ) ")).isEqualTo(new Dice());
        assertThat(LossConfig.parse(Dice.class.getName())).isEqualTo(new Dice());
    }

    @Test
    void whatIsNamedIsChanged() {
        assertThat(LossConfig.parse("CrossEntropy(labelSmoothing=0.1, ignoreIndices=[-1, 7], reduction=SUM)"))
                .isEqualTo(new CrossEntropy(0.1, List.of(), List.of(-1, 7), Reduction.SUM));
        assertThat(LossConfig.parse("InfoNce(temperature=none, similarity=DOT, symmetric=true)"))
                .isEqualTo(new InfoNce()
                        .withLearnedTemperature()
                        .withSimilarity(Similarity.DOT)
                        .withSymmetric(true));
        assertThat(LossConfig.parse("Sum(losses=[CrossEntropy(labelSmoothing=0.1), Dice])"))
                .isEqualTo(Sum.of(new CrossEntropy().withLabelSmoothing(0.1), new Dice()));
    }

    @Test
    void jsonIsReadAndWritten() {
        for (Loss loss : List.of(
                new CrossEntropy(0.1, List.of(1.0, 2.5), List.of(-1), Reduction.SUM),
                Sum.of(new CrossEntropy(), new Dice().withSmooth(1)))) {
            assertThat(LossConfig.fromJson(LossConfig.toJson(loss))).isEqualTo(loss);
            assertThat(LossConfig.parse(LossConfig.toJson(loss))).isEqualTo(loss);
        }
        assertThat(LossConfig.toJson(new SquaredError()))
                .isEqualTo("{\"type\":\"regression.SquaredError\",\"reduction\":\"MEAN\"}");
    }

    @Test
    void whatIsWrittenNamesNoDefaultsAndIsReadBack() {
        Map<Loss, String> texts = Map.of(
                new CrossEntropy(),
                "CrossEntropy",
                new CrossEntropy(0.1, List.of(1.0, 2.5), List.of(-1), Reduction.SUM),
                "CrossEntropy(labelSmoothing=0.1, classWeights=[1.0, 2.5], ignoreIndices=[-1], reduction=SUM)",
                new InfoNce().withLearnedTemperature(),
                "InfoNce(temperature=none)",
                Sum.of(new CrossEntropy(), new Dice().withSmooth(1)),
                "Sum(losses=[CrossEntropy, Dice(smooth=1.0)])",
                new TripletMargin().withSwap(true),
                "TripletMargin(swap=true)");
        texts.forEach((loss, text) -> {
            assertThat(LossConfig.toText(loss)).isEqualTo(text);
            assertThat(LossConfig.parse(text)).isEqualTo(loss);
        });
    }

    @Test
    void whatHasNoShortFormIsWrittenAsJson() {
        Loss loss = new TripletMargin().withDistance(new CosineDistance());

        assertThat(LossConfig.toText(loss)).isEqualTo(LossConfig.toJson(loss));
        assertThat(LossConfig.parse(LossConfig.toText(loss))).isEqualTo(loss);
    }

    @Test
    void everyLossIsReadAsItIsNamed() {
        assertThat(Losses.all())
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(loss -> assertThat(LossConfig.parse(loss.name())).isEqualTo(loss));
    }

    @Test
    void whatIsWrongIsSaidInOneSentence() {
        assertThatThrownBy(() -> LossConfig.parse("CrossEntropy(labelSmothing=0.1)"))
                .hasMessageStartingWith("CrossEntropy has no parameter 'labelSmothing'");
        assertThatThrownBy(() -> LossConfig.parse("CrossEntropy(labelSmoothing=0.1"))
                .hasMessage("'CrossEntropy(labelSmoothing=0.1' must have ')' at 31, got ''");
        assertThatThrownBy(() -> LossConfig.parse("CrossEntropy(labelSmoothing=)"))
                .hasMessage("'CrossEntropy(labelSmoothing=)' must have a name or a number at 28, got ')'");
        assertThatThrownBy(() -> LossConfig.parse("Dice)")).hasMessage("'Dice)' must have the end at 4, got ')'");
        assertThatThrownBy(() -> LossConfig.parse("Nothing")).hasMessage("no loss named 'Nothing' on the class path");
        assertThatThrownBy(() -> LossConfig.parse("{\"type\": "))
                .hasMessageStartingWith("a loss must be a JSON object");
    }
}
