/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.isoloss.djl.Runs.gradient;
import static org.isoloss.djl.Runs.labels;
import static org.isoloss.djl.Runs.logits;
import static org.isoloss.djl.Runs.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.isoloss.Execution;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.regression.SquaredError;
import org.isoloss.sequence.Ctc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By what a loss is computed, and that it does not matter. */
class DjlExecutionTest {

    private static final int FRAMES = 600;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void itSaysWhichWayItGoesAndWhy() {
        DjlLoss loss = new DjlLoss(new CrossEntropy());
        NDList y = new NDList(labels(manager, DataType.INT64));
        NDList z = new NDList(logits(manager, DataType.FLOAT32));
        assertThat(loss.withExecution(Execution.AUTO).explain(y, z))
                .isEqualTo("CrossEntropy runs fused, because its arrays are in main memory");
        assertThat(loss.withExecution(Execution.NATIVE).explain(y, z))
                .isEqualTo("CrossEntropy runs native, because execution is NATIVE");
    }

    @Test
    void allWaysAgree() {
        NDList y = new NDList(labels(manager, DataType.INT64));
        DjlLoss loss = new DjlLoss(new CrossEntropy().withLabelSmoothing(0.1));
        double[] fused = gradient(loss.withExecution(Execution.FUSED), y, logits(manager, DataType.FLOAT64));
        double[] auto = gradient(loss.withExecution(Execution.AUTO), y, logits(manager, DataType.FLOAT64));
        double[] natively = gradient(loss.withExecution(Execution.NATIVE), y, logits(manager, DataType.FLOAT64));
        assertThat(auto).isEqualTo(fused);
        assertThat(fused).containsExactly(natively, within(1e-14));
    }

    /** A loop over many frames takes more operations than a program may have. */
    @Test
    void whatIsTooLongForAProgramRunsNative() {
        NDArray z = manager.randomNormal(new Shape(1, FRAMES, 3));
        NDList y = new NDList(
                manager.create(new long[] {FRAMES}),
                manager.create(new long[] {1, 2}, new Shape(1, 2)),
                manager.create(new long[] {2}));
        DjlLoss loss = new DjlLoss(new Ctc());
        double natively = number(loss.withExecution(Execution.NATIVE).evaluate(y, new NDList(z)));
        DjlLoss auto = loss.withExecution(Execution.AUTO);
        for (int step = 0; step < 2; step++) {
            assertThat(number(auto.evaluate(y, new NDList(z)))).isEqualTo(natively);
            assertThatThrownBy(() -> loss.withExecution(Execution.FUSED).evaluate(y, new NDList(z)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("operations");
        }
    }

    /** Large gradients lie in memory that the batch before has given back, and that is let go of in between. */
    @Test
    void memoryThatIsUsedAgainHoldsTheRightGradient() {
        DjlLoss loss = new DjlLoss(new SquaredError()).withExecution(Execution.FUSED);
        for (int batch = 1; batch <= 4; batch++) {
            try (NDManager own = manager.newSubManager()) {
                NDArray x = own.ones(new Shape(1024, 512)).mul(batch);
                NDArray y = own.zeros(new Shape(1024, 512));
                double slope = 2.0 * batch / (1024 * 512);
                double[] g = gradient(loss, new NDList(y), x);
                assertThat(g).hasSize(1024 * 512);
                assertThat(Arrays.stream(g).allMatch(v -> Math.abs(v - slope) <= 1e-6 * slope))
                        .isTrue();
            }
            if (batch == 2) {
                loss.close();
            }
        }
    }
}
