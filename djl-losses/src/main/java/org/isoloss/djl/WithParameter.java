/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.stream.Stream;
import org.isoloss.Check;

/**
 * A block with one more output, a parameter that the optimiser learns: the temperature of a contrast, the proxies of classes, a
 * margin. It is the last prediction that a loss is given, and is saved with the model.
 *
 * <pre>{@code model.setBlock(WithParameter.positive(encoder, "temperature", new Shape(), 0.07))}</pre>
 *
 * @since 0.1
 */
public final class WithParameter extends AbstractBlock {

    private final Block block;
    private final Parameter parameter;
    private final Shape shape;
    private final boolean positive;

    private WithParameter(Block block, Parameter.Builder parameter, Shape shape, boolean positive) {
        this.block = addChildBlock("block", block);
        // an engine's optimiser wants an axis, so a number is a vector of one
        this.parameter = addParameter(parameter
                .setType(Parameter.Type.OTHER)
                .optShape(shape.dimension() == 0 ? new Shape(1) : shape)
                .build());
        this.shape = shape;
        this.positive = positive;
    }

    /** A parameter of any values. */
    public static WithParameter of(Block block, String name, Shape shape, Initializer initial) {
        return new WithParameter(block, Parameter.builder().setName(name).optInitializer(initial), shape, false);
    }

    /** A parameter that can't become 0 or less: its logarithm is what is learned. */
    public static WithParameter positive(Block block, String name, Shape shape, double initial) {
        Check.above(name, initial, 0);
        Initializer logarithm = (manager, s, type) ->
                manager.zeros(s, type).add(Math.log(initial)).toType(type, false);
        return new WithParameter(block, Parameter.builder().setName(name).optInitializer(logarithm), shape, true);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList outputs = new NDList(block.forward(store, inputs, training, params));
        NDArray raw =
                store.getValue(parameter, inputs.head().getDevice(), training).reshape(shape);
        outputs.add(positive ? raw.exp() : raw);
        return outputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return Stream.concat(Arrays.stream(block.getOutputShapes(inputs)), Stream.of(shape))
                .toArray(Shape[]::new);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        block.initialize(manager, type, inputs);
    }
}
