/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.diagnose.BatchFit;
import org.isoloss.diagnose.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sound network learns a batch by heart, others say what keeps them from it, and none is changed. */
class OverfitOneBatchTest {

    private record Case(String name, Supplier<Block> block, Loss loss, boolean spoilt, Ending ending) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Loss loss() {
        return new DjlLoss(new CrossEntropy());
    }

    private static Stream<Case> cases() {
        return Stream.of(
                new Case("sound", Toy::network, loss(), false, Ending.REACHED),
                new Case("the engine's own loss", Toy::network, Loss.softmaxCrossEntropyLoss(), false, Ending.REACHED),
                new Case("normalised", OverfitOneBatchTest::normalised, loss(), false, Ending.REACHED),
                new Case(
                        "smoothed",
                        Toy::network,
                        new DjlLoss(new CrossEntropy().withLabelSmoothing(0.3)),
                        false,
                        Ending.REACHED),
                new Case("softmax twice", OverfitOneBatchTest::softmaxTwice, loss(), false, Ending.SOFTMAX_TWICE),
                new Case("dead", () -> cutOff(-1e3f), loss(), false, Ending.IGNORES_INPUT),
                new Case("linear", OverfitOneBatchTest::linear, loss(), false, Ending.STUCK),
                new Case("NaN", Toy::network, loss(), true, Ending.NOT_FINITE));
    }

    private static Block normalised() {
        return Toy.network().add(BatchNorm.builder().build());
    }

    private static Block softmaxTwice() {
        return Toy.network().add(x -> new NDList(x.singletonOrThrow().softmax(1)));
    }

    private static Block linear() {
        return new SequentialBlock().add(Linear.builder().setUnits(3).build());
    }

    /** No input is left when its features are added to a number beside which they round away. */
    private static Block cutOff(float shift) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(8).build())
                .add(x -> new NDList(
                        x.singletonOrThrow().add(shift).getNDArrayInternal().relu()))
                .add(Linear.builder().setUnits(3).build());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theEndingIsNamedAndTheNetworkIsAsBefore(Case c) {
        try (Toy toy = new Toy(c.block().get(), c.loss());
                Batch batch = toy.batch(c.spoilt())) {
            List<Double> before = toy.parameters();
            int arrays = toy.arrays();
            BatchFit fit =
                    new OverfitOneBatch().withSteps(300).withLearningRate(0.05).run(toy.trainer(), batch);
            assertThat(fit.ending()).as(fit.sentence()).isEqualTo(c.ending());
            assertThat(toy.parameters()).isEqualTo(before);
            assertThat(toy.arrays()).isEqualTo(arrays);
        }
    }

    /** Entropy of 0.8, 0.1 and 0.1. */
    @Test
    void theFloorOfSmoothedLabelsIsTheirEntropy() {
        try (Toy toy = new Toy(Toy.network(), new DjlLoss(new CrossEntropy().withLabelSmoothing(0.3)));
                Batch batch = toy.batch(false)) {
            BatchFit fit = new OverfitOneBatch().withLearningRate(0.05).run(toy.trainer(), batch);
            assertThat(fit.levels().floor().orElseThrow()).isCloseTo(0.6390318596501768, within(1e-4));
            assertThat(fit.levels().constant().orElseThrow()).isCloseTo(Math.log(3), within(1e-4));
            assertThat(fit.reached()).isTrue();
            assertThat(fit.last()).isGreaterThan(0.63);
        }
    }

    @Test
    void thereMustBeAStep() {
        assertThatThrownBy(() -> new OverfitOneBatch().withSteps(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps must be finite and at least 1, got 0");
        assertThatThrownBy(() -> new OverfitOneBatch().withLearningRate(0))
                .hasMessage("learningRate must be finite and greater than 0, got 0");
    }
}
