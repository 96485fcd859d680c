/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;

/** What is read out of gradients, outputs and targets. */
class FiguresOfABatchTest {

    private static final double EXACT = 1e-12;

    @Test
    void parametersOfALayerCountTogether() {
        Map<String, Double> squares = new LinkedHashMap<>();
        squares.put("0_W", 9.0);
        squares.put("0_b", 16.0);
        squares.put("1_W", 100.0);
        squares.put("2_W", 3.0);
        squares.put("2_b", 1.0);
        Gradients g = Gradients.of(squares);
        assertThat(g.first()).isEqualTo(5);
        assertThat(g.last()).isEqualTo(2);
        assertThat(g.norm()).isEqualTo(Math.sqrt(129));
        assertThat(g.arriving()).isEqualTo(2.5);
    }

    @Test
    void theSpreadIsThatOfRowsAndNotOfColumns() {
        assertThat(Outputs.of(new double[] {1, 2, 3, 1, 2, 3}, 3).spread()).isZero();
        assertThat(Outputs.of(new double[] {1, -1, -1, 1}, 2).spread()).isEqualTo(1);
        assertThat(Outputs.of(new double[] {0, 0}, 1).spread()).isZero();
        assertThat(Outputs.of(new double[] {1, 3}, 1)).isEqualTo(new Outputs(1, Math.sqrt(0.2), 1, 3));
    }

    @Test
    void oneHotRowsAreTheClassesTheyName() {
        Targets numbers = Targets.of(new double[] {2, 0, 2}, 1);
        Targets oneHot = Targets.of(new double[] {0, 0, 1, 1, 0, 0, 0, 0, 1}, 3);
        assertThat(oneHot).isEqualTo(numbers);
        assertThat(numbers.classes()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 1.0, 2, 2.0));
        assertThat(Targets.of(new double[] {0.5, 1}, 1).classes()).isEmpty();
        assertThat(Targets.of(new double[] {-100, 1}, 1).classes()).isEmpty();
    }

    @Test
    void aPoolHasTheMomentsOfAllRows() {
        TargetPool pool = new TargetPool();
        pool.add(Targets.of(new double[] {1, 2, 3}, 1), 1);
        pool.add(Targets.of(new double[] {7}, 1), 1);
        assertThat(pool.mean()).isEqualTo(3.25);
        assertThat(pool.variance()).isCloseTo(5.1875, within(EXACT));
        assertThat(pool.mixture()).isCloseTo(1 / (20.75 / 3), within(EXACT));
    }

    @Test
    void guessesHaveTheirTextbookValues() {
        TargetPool classes = new TargetPool();
        classes.add(Targets.of(new double[] {0, 1, 2, 3}, 1), 4);
        assertThat(value(Guess.CLASSES.constant(classes))).isCloseTo(Math.log(4), within(EXACT));
        assertThat(value(Guess.CLASSES.uniform(4))).isCloseTo(Math.log(4), within(EXACT));
        TargetPool truths = new TargetPool();
        truths.add(Targets.of(new double[] {0, 1, 1, 1}, 1), 1);
        assertThat(value(Guess.TRUTHS.constant(truths))).isCloseTo(0.5623351446188083, within(EXACT));
        assertThat(value(Guess.SQUARES.constant(truths))).isCloseTo(0.1875, within(EXACT));
        assertThat(Guess.UNKNOWN.constant(truths)).isEmpty();
        assertThat(Guess.CLASSES.constant(new TargetPool())).isEmpty();
    }

    @Test
    void weightsMakeAGuessUnknownAndSmoothingDoesNot() {
        CrossEntropy loss = new CrossEntropy();
        assertThat(Guess.of(loss.withLabelSmoothing(0.1).withIgnoreIndices(-1))).isEqualTo(Guess.CLASSES);
        assertThat(Guess.of(loss.withClassWeights(List.of(1.0, 2.0)))).isEqualTo(Guess.UNKNOWN);
        assertThat(Guess.of(new BinaryCrossEntropy())).isEqualTo(Guess.TRUTHS);
        assertThat(Guess.of(new SquaredError())).isEqualTo(Guess.SQUARES);
        assertThat(Guess.of(new AbsoluteError())).isEqualTo(Guess.UNKNOWN);
    }

    private static double value(OptionalDouble x) {
        return x.orElse(Double.NaN);
    }
}
