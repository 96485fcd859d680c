/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.NormalInitializer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;

/** The same network, with three digits in between. */
class MixedPrecisionTest {

    private static final int ROWS = 8;

    /** What {@code use} makes of a network that is always the same. */
    private static <R> R with(UnaryOperator<Block> wrapped, Function<Trainer, R> use) {
        try (Model model = Model.newInstance("mixed", "PyTorch")) {
            model.getNDManager().getEngine().setRandomSeed(2);
            model.setBlock(wrapped.apply(new SequentialBlock()
                    .add(Linear.builder().setUnits(16).build())
                    .add(Activation.tanhBlock())
                    .add(Linear.builder().setUnits(3).build())));
            DefaultTrainingConfig config = new DefaultTrainingConfig(new DjlLoss(new SquaredError()))
                    .optInitializer(new NormalInitializer(0.5f), Parameter.Type.WEIGHT);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(ROWS, 4));
                return use.apply(trainer);
            }
        }
    }

    private static NDList inputs(NDManager manager) {
        return new NDList(manager.arange(0f, ROWS * 4, 1f, DataType.FLOAT32)
                .reshape(ROWS, 4)
                .sin());
    }

    private static double[] outputs(Trainer trainer, DataType type) {
        NDArray out = trainer.forward(inputs(trainer.getManager())).head();
        assertThat(out.getDataType()).isEqualTo(type);
        return Runs.numbers(out);
    }

    private static double[] gradients(Trainer trainer) {
        NDManager manager = trainer.getManager();
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDList labels = new NDList(manager.ones(new Shape(ROWS, 3)));
            collector.backward(trainer.getLoss().evaluate(labels, trainer.forward(inputs(manager))));
        }
        return trainer.getModel().getBlock().getParameters().values().stream()
                .map(p -> p.getArray().getGradient())
                .peek(g -> assertThat(g.getDataType()).isEqualTo(DataType.FLOAT32))
                .flatMapToDouble(g -> Arrays.stream(Runs.numbers(g)))
                .toArray();
    }

    private static void assertNearButNotEqual(double[] narrow, double[] wide) {
        assertThat(narrow).hasSameSizeAs(wide).isNotEqualTo(wide);
        for (int i = 0; i < wide.length; i++) {
            assertThat(narrow[i]).isCloseTo(wide[i], within(1e-2));
        }
    }

    @Test
    void outputsAreInFloat16() {
        assertNearButNotEqual(
                with(MixedPrecision::of, t -> outputs(t, DataType.FLOAT16)),
                with(b -> b, t -> outputs(t, DataType.FLOAT32)));
    }

    @Test
    void gradientsReachTheParametersInFloat32() {
        double[] narrow = with(MixedPrecision::of, MixedPrecisionTest::gradients);
        assertThat(narrow).hasSize(5 * 16 + 17 * 3);
        assertNearButNotEqual(narrow, with(b -> b, MixedPrecisionTest::gradients));
    }

    /** Which is why this class exists. */
    @Test
    void theEnginesOwnCastDropsGradients() {
        with(block -> block, trainer -> {
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray out = trainer.forward(inputs(trainer.getManager())).head();
                NDArray cast = out.toType(DataType.FLOAT16, false).sum();
                return assertThatThrownBy(() -> collector.backward(cast))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("does not require grad");
            }
        });
    }

    @Test
    void copiesOfParametersGoWithTheirBatch() {
        with(MixedPrecision::of, trainer -> {
            NDManager owner = trainer.getModel().getNDManager();
            int before = owner.getManagedArrays().size();
            try (NDManager batch = trainer.getManager().newSubManager()) {
                trainer.forward(inputs(batch));
            }
            return assertThat(owner.getManagedArrays()).hasSize(before);
        });
    }
}
