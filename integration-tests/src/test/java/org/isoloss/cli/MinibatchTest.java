/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinibatchTest {

    private static final List<Example> EXAMPLES = IntStream.range(0, 10)
            .mapToObj(i -> new Example(List.of(i + 0.5, -1.0 * i), i))
            .toList();

    @Test
    void theSameSeedAndEpochGiveTheSameBatches() {
        List<Minibatch> batches = Minibatch.epoch(EXAMPLES, 4, 3, 1);

        assertThat(Minibatch.epoch(EXAMPLES, 4, 3, 1)).isEqualTo(batches);
        assertThat(Minibatch.epoch(EXAMPLES, 4, 3, 2)).isNotEqualTo(batches);
        assertThat(Minibatch.epoch(EXAMPLES, 4, 4, 1)).isNotEqualTo(batches);
    }

    @Test
    void everyExampleIsInOneBatchOfWhichTheLastIsSmaller() {
        List<Minibatch> batches = Minibatch.epoch(EXAMPLES, 4, 3, 1);

        assertThat(batches).extracting(Minibatch::rows).containsExactly(4, 4, 2);
        assertThat(batches.stream().flatMap(b -> b.examples().stream())).containsExactlyInAnyOrderElementsOf(EXAMPLES);
    }

    @Test
    void featuresLieRowByRow() {
        Minibatch batch = new Minibatch(EXAMPLES.subList(2, 4));

        assertThat(batch.features()).containsExactly(2.5f, -2f, 3.5f, -3f);
        assertThat(batch.label(1)).isEqualTo(3);
    }
}
