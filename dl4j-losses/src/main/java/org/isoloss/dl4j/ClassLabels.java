/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Labels of classes as DL4J users give them, {@code [N]}, {@code [N, 1]} or one-hot {@code [N, C]}, as class numbers.
 *
 * @param index the class numbers, {@code [N]}
 * @param kept which rows are labelled, 1 or 0, if the labels were one-hot: a row of zeros has no label
 */
record ClassLabels(INDArray index, Optional<INDArray> kept) {

    static ClassLabels of(INDArray labels) {
        if (labels.rank() != 2) {
            return new ClassLabels(labels, Optional.empty());
        }
        if (labels.size(1) == 1) {
            return new ClassLabels(labels.reshape('c', new long[] {labels.size(0)}), Optional.empty());
        }
        return new ClassLabels(Nd4j.argMax(labels, 1), Optional.of(labels.max(1)));
    }
}
