/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GradientMemoryTest {

    private static final Shape LARGE = new Shape(1024, 256);
    private static final Shape HUGE = new Shape(64, 1 << 20);

    private final GradientMemory memory = new GradientMemory();
    private NDManager trainer;

    @BeforeEach
    void open() {
        trainer = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        trainer.close();
    }

    private Optional<NDArray> lend(Shape shape, NDManager batch) {
        return memory.lend(shape, DataType.FLOAT32, batch);
    }

    /** What the batch before has written is still there. */
    private float firstOfNext() {
        try (NDManager batch = trainer.newSubManager()) {
            return lend(LARGE, batch).orElseThrow().getFloat(0, 0);
        }
    }

    private void write(float number) {
        try (NDManager batch = trainer.newSubManager()) {
            lend(LARGE, batch).orElseThrow().addi(number);
        }
    }

    @Test
    void aBatchThatHasClosedHasGivenBack() {
        write(7);
        assertThat(firstOfNext()).isEqualTo(7);
    }

    @Test
    void twoAtATimeDoNotShare() {
        try (NDManager batch = trainer.newSubManager()) {
            NDArray one = lend(LARGE, batch).orElseThrow();
            NDArray other = lend(LARGE, batch).orElseThrow();
            one.addi(1);
            assertThat(other.max().getFloat()).isZero();
        }
    }

    @Test
    void whatIsLetGoIsGone() {
        write(7);
        memory.close();
        assertThat(firstOfNext()).isZero();
    }

    @Test
    void theEndOfTheTrainerLetsGo() {
        try (NDManager other = NDManager.newBaseManager("PyTorch")) {
            try (NDManager batch = other.newSubManager()) {
                lend(LARGE, batch).orElseThrow().addi(7);
            }
        }
        assertThat(firstOfNext()).isZero();
    }

    @Test
    void smallOnesAreLeftToTheEngine() {
        assertThat(lend(new Shape(128, 100), trainer)).isEmpty();
    }

    /** 256 MB each, of which one GiB takes four; what is too much comes from the engine. */
    @Test
    void thereIsABound() {
        try (NDManager batch = trainer.newSubManager()) {
            assertThat(IntStream.range(0, 6)
                            .filter(i -> lend(HUGE, batch).isPresent())
                            .count())
                    .isEqualTo(4);
        }
        assertThat(lend(LARGE, trainer)).isPresent();
    }
}
