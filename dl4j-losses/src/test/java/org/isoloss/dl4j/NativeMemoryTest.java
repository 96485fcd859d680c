/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.isoloss.Execution;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.classification.CrossEntropy;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J frees the memory of arrays that nobody holds; a program may still be about to read it. */
class NativeMemoryTest {

    private static final int ROWS = 64;
    private static final int CLASSES = 10;

    /** Cross-entropy, during whose recording unreachable arrays are freed and others take their place. */
    record WhileFreed(int number) implements Loss {
        private static final CrossEntropy LOSS = new CrossEntropy();

        @Override
        public Signature signature() {
            return LOSS.signature();
        }

        @Override
        public Terms terms(Inputs in) {
            for (int i = 0; i < 3; i++) {
                System.gc();
                sleep();
                overwrite();
            }
            return LOSS.terms(in);
        }

        private static void sleep() {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void overwrite() {
            List<INDArray> others = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                others.add(Nd4j.valueArrayOf(new long[] {ROWS}, 3L, DataType.INT64));
                others.add(Nd4j.valueArrayOf(new long[] {ROWS, CLASSES}, 3.0, DataType.FLOAT));
            }
            assertThat(others).isNotEmpty();
        }
    }

    private static INDArray gradient(Loss loss) {
        INDArray labels =
                Nd4j.arange(ROWS).fmodi(CLASSES).castTo(DataType.INT32).reshape('c', new long[] {ROWS, 1});
        INDArray output =
                Nd4j.arange(ROWS * CLASSES).castTo(DataType.FLOAT).fmodi(7).reshape('c', new long[] {ROWS, CLASSES});
        return new Dl4jLoss(loss)
                .withExecution(Execution.FUSED)
                .computeGradient(labels, output.dup('f'), new ActivationIdentity(), null);
    }

    @Test
    void aProgramReadsWhatItWasGiven() {
        INDArray expected = gradient(new CrossEntropy());
        for (int i = 0; i < 3; i++) {
            assertThat(gradient(new WhileFreed(i))).isEqualTo(expected);
        }
    }
}
