/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.isoloss.Execution;
import org.isoloss.classification.CrossEntropy;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** By what a loss is computed, and that it does not matter. */
class Dl4jExecutionTest {

    private static final INDArray LABELS = Nd4j.createFromArray(new double[][] {{1}, {2}, {0}, {1}});

    private static INDArray logits() {
        return Nd4j.createFromArray(new double[][] {{1, 2, 0.5}, {-1, 0.25, 3}, {0, 0, 1}, {2, -2, 0.5}});
    }

    private static double[] gradient(Execution execution, INDArray output) {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.1)).withExecution(execution);
        return new Nd4jOps().toHost(loss.computeGradient(LABELS, output, new ActivationIdentity(), null));
    }

    @Test
    void itSaysWhichWayItGoesAndWhy() {
        Dl4jLoss loss = new Dl4jLoss(new CrossEntropy());
        assertThat(loss.withExecution(Execution.AUTO).explain(LABELS, logits()))
                .isEqualTo("CrossEntropy runs fused, because its arrays are in main memory");
        assertThat(loss.withExecution(Execution.NATIVE).explain(LABELS, logits()))
                .isEqualTo("CrossEntropy runs native, because execution is NATIVE");
    }

    /** Also where the output is a part of something larger, or lies in columns. */
    @Test
    void allWaysAgreeInAnyLayout() {
        INDArray wide = Nd4j.concat(1, Nd4j.ones(logits().dataType(), 4, 2), logits());
        INDArray part = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 5));
        double[] natively = gradient(Execution.NATIVE, logits());
        double[] fused = gradient(Execution.FUSED, logits());
        assertThat(fused).containsExactly(natively, within(1e-14));
        assertThat(gradient(Execution.AUTO, logits())).isEqualTo(fused);
        assertThat(gradient(Execution.FUSED, part)).isEqualTo(fused);
        assertThat(gradient(Execution.FUSED, logits().dup('f'))).isEqualTo(fused);
    }
}
