/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A block that computes in float16 with parameters that stay float32, where the optimiser's small steps are not lost.
 *
 * <pre>{@code model.setBlock(MixedPrecision.of(network))}</pre>
 *
 * <p>Inputs and parameters of float32 are cast on the way in, with their gradients; DJL's own {@code toType} drops them. Outputs are
 * float16, which {@link DjlLoss} takes. Gradients are those of float16: see {@link LossScaling}. What has statistics of its own,
 * such as batch normalisation, does not belong in it, for what is no parameter to learn is not cast.
 *
 * <p>Source: Micikevicius et al. 2018, Mixed precision training, section 3.1: a master copy of weights.
 *
 * @since 0.1
 */
public final class MixedPrecision extends AbstractBlock {

    private final Block block;

    private MixedPrecision(Block block) {
        this.block = addChildBlock("block", block);
    }

    /** {@code block}, in float16. */
    public static MixedPrecision of(Block block) {
        return new MixedPrecision(block);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDManager call = inputs.head().getManager();
        NDList narrow = new NDList(inputs.stream().map(x -> narrow(x, call)).toList());
        return block.forward(new NarrowStore(store, call), narrow, training, params);
    }

    /** A sum in place has the type of what was there, and a gradient for what is added to it. */
    private static NDArray narrow(NDArray x, NDManager manager) {
        return x.getDataType() == DataType.FLOAT32
                ? manager.zeros(x.getShape(), DataType.FLOAT16, x.getDevice()).addi(x)
                : x;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return block.getOutputShapes(inputs);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        block.initialize(manager, type, inputs);
    }

    /** Parameters as the block is to see them in one call. */
    private static final class NarrowStore extends ParameterStore {

        private final ParameterStore wide;
        private final NDManager call;

        NarrowStore(ParameterStore wide, NDManager call) {
            super(call, false);
            this.wide = wide;
            this.call = call;
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            NDArray x = wide.getValue(parameter, device, training);
            return parameter != null && parameter.requiresGradient() ? narrow(x, call) : x;
        }
    }
}
