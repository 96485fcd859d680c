/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.isoloss.Reduction;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.BinaryCrossEntropyOnProbabilities;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.embedding.TripletMargin;
import org.junit.jupiter.api.Test;

class TaskTest {

    private static final Minibatch BATCH =
            new Minibatch(List.of(new Example(List.of(1.0), 2), new Example(List.of(1.0), 0)));

    @Test
    void classNumbersOrIndicatorsAsTheLossTakesThem() {
        assertThat(new Task(new CrossEntropy(), 3).targets(BATCH)).containsExactly(2, 0);
        assertThat(new Task(new BinaryCrossEntropy(), 3).targets(BATCH)).containsExactly(0, 0, 1, 1, 0, 0);
    }

    @Test
    void theActivationIsTheOneThatTheLossContains() {
        assertThat(new Task(new CrossEntropy(), 3).activation()).isEqualTo("SOFTMAX");
        assertThat(new Task(new BinaryCrossEntropy(), 3).activation()).isEqualTo("SIGMOID");
    }

    @Test
    void ignoredLabelsAreThoseOfTheLoss() {
        assertThat(new Task(new CrossEntropy().withIgnoreIndices(-1), 3).ignored())
                .hasSize(1);
        assertThat(new Task(new BinaryCrossEntropy(), 3).ignored()).isEmpty();
    }

    @Test
    void aLossThatIsNotForClassesIsRefused() {
        assertThatThrownBy(() -> new Task(new TripletMargin(), 3))
                .hasMessage(
                        "TripletMargin cannot train a classifier, which has scores [N, C] and classes [N] or indicators "
                                + "[N, C]; it takes [anchor [N, D] EMBEDDING, positive [N, D] EMBEDDING, negative [N, D] EMBEDDING]");
        assertThatThrownBy(() -> new Task(new BinaryCrossEntropyOnProbabilities(), 3))
                .hasMessageContaining("cannot train a classifier");
        assertThatThrownBy(() -> new Task(new CrossEntropy().withReduction(Reduction.NONE), 3))
                .hasMessage("CrossEntropy: reduction must be MEAN or SUM for training, got NONE");
    }
}
