/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells losses behind recurrent and convolutional output layers how many examples a minibatch has: such a layer hands over
 * one row for each time step or pixel, but DL4J divides gradients and scores by the number of examples.
 *
 * <pre>{@code network.addListeners(new MinibatchSize());}</pre>
 *
 * <p>Without it such a loss takes rows for examples, and is minimised with a gradient that is too large by the number of steps
 * in an example. It is not told of {@code score(DataSet)}. A fit that ends with an exception leaves its size with the thread
 * until the next one; call {@link #forget} before the thread works on a network without this listener.
 */
public final class MinibatchSize extends BaseTrainingListener {

    private static final ThreadLocal<@Nullable Long> EXAMPLES = new ThreadLocal<>();

    /** The examples of the minibatch that this thread works on. */
    static OptionalLong current() {
        Long examples = EXAMPLES.get();
        return examples == null ? OptionalLong.empty() : OptionalLong.of(examples);
    }

    /** Forgets the size that a fit which failed has left with this thread. */
    public static void forget() {
        EXAMPLES.remove();
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        EXAMPLES.set(activations.get(0).size(0));
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        EXAMPLES.set((long) model.batchSize());
    }

    @Override
    public void onBackwardPass(Model model) {
        forget();
    }
}
