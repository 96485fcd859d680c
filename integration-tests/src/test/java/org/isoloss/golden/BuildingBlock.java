/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.function.UnaryOperator;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * An operation of the vocabulary as if it were a loss, so that it goes every way that losses go.
 *
 * @param operation what is done to the rows of {@code x [N, D]}
 * @param weighted whether the result is multiplied by {@code upstream [N, D]}, so that its gradient is not that of a plain sum
 */
public record BuildingBlock(Operation operation, boolean weighted) implements Loss {

    private static final Port X = Port.prediction("x", Domain.EMBEDDING, "N D");
    private static final Port UPSTREAM = Port.target("upstream", Domain.REAL, "N D");

    /** What {@link Tensor} has to offer. */
    public enum Operation {
        LOG_SOFTMAX(Tensor::logSoftmax),
        LOG_SIGMOID(Tensor::logSigmoid),
        LOG_SUM_EXP(Tensor::logSumExp),
        NORMALIZE(Tensor::normalize),
        SOFTMAX(Tensor::softmax),
        SOFTPLUS(Tensor::softplus);

        private final UnaryOperator<Tensor> of;

        Operation(UnaryOperator<Tensor> of) {
            this.of = of;
        }
    }

    public BuildingBlock() {
        this(Operation.SOFTMAX, true);
    }

    @Override
    public Signature signature() {
        return weighted ? Signature.of(X, UPSTREAM) : Signature.of(X);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor y = operation.of.apply(in.get(X));
        return Terms.of(weighted ? y.times(in.get(UPSTREAM)) : y);
    }

    @Override
    public Reduction reduction() {
        return Reduction.NONE;
    }
}
