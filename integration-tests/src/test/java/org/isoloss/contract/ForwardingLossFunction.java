/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** An {@code ILossFunction} that does what another does. */
interface ForwardingLossFunction extends ILossFunction {

    ILossFunction inner();

    @Override
    default double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return inner().computeScore(labels, preOutput, activation, mask, average);
    }

    @Override
    default INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return inner().computeScoreArray(labels, preOutput, activation, mask);
    }

    @Override
    default INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return inner().computeGradient(labels, preOutput, activation, mask);
    }

    @Override
    default Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return inner().computeGradientAndScore(labels, preOutput, activation, mask, average);
    }

    @Override
    default String name() {
        return inner().name();
    }
}
