/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is read from rows of labels is the place of the first of their largest, however wide they are. */
class ClassLabelsTest {

    private static final int ROWS = 7;

    private static final Random RANDOM = new Random(5);

    private static INDArray oneHot(int classes) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, ROWS, classes);
        for (int i = 0; i < ROWS; i++) {
            labels.putScalar(i, i == 0 ? classes - 1 : RANDOM.nextInt(classes), 1.0);
        }
        return labels;
    }

    private static void check(INDArray labels, boolean all) {
        ClassLabels read = ClassLabels.of(View.of(labels));
        assertThat(read.kept().isEmpty()).isEqualTo(all);
        INDArray places = read.index().array();
        for (int i = 0; i < ROWS; i++) {
            INDArray row = labels.getRow(i);
            assertThat(places.getInt(i)).isEqualTo(Nd4j.argMax(row).getInt(0));
            if (!all) {
                assertThat(read.kept().get().getFloat(i))
                        .isEqualTo(row.maxNumber().floatValue());
            }
        }
    }

    @Test
    void readsOneHotRows() {
        for (int classes : new int[] {2, 3, 17, 1023, 1024, 1025, 5000}) {
            check(oneHot(classes), true);
            check(oneHot(classes).dup('f'), true);
        }
    }

    @Test
    void rowsOfZerosAreNotLabelled() {
        for (int classes : new int[] {2, 1500}) {
            INDArray labels = oneHot(classes);
            labels.getRow(3).assign(0);
            labels.getRow(4).assign(-0.0);
            check(labels, false);
        }
    }

    @Test
    void otherRowsAreReadWhole() {
        for (int classes : new int[] {2, 1500}) {
            INDArray labels = oneHot(classes);
            labels.getRow(2).assign(0).putScalar(0, 0.25).putScalar(classes - 1, 0.75);
            labels.getRow(5).assign(-2).putScalar(classes - 1, -1);
            check(labels, false);
            INDArray soft = Nd4j.rand(DataType.FLOAT, ROWS, classes);
            check(soft, false);
        }
    }
}
