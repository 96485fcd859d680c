/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.isoloss.Check;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scales all gradients together where their common Euclidean norm exceeds a bound, between the backward pass and the updater.
 *
 * <pre>g = g min(1, maxNorm / |g|),   |g| over all parameters</pre>
 *
 * <pre>{@code network.addListeners(new GradientClipping(1));}</pre>
 *
 * <p>DL4J's own {@code GradientNormalization} knows layers and types of parameters, not the whole. The norm is that of the loss's
 * gradient, without penalties on parameters, which DL4J adds later. What batch normalisation keeps of its statistics passes
 * through as it is. Gradients whose norm is not finite are left as they are, for whoever looks for them.
 *
 * @since 0.1
 */
public final class GradientClipping extends BaseTrainingListener {

    /** Batch normalisation hands the change of its statistics to the updater among the gradients. */
    private static final Set<String> STATISTICS = Set.of("mean", "var", "log10stdev");

    private final double maxNorm;

    /** Clips to {@code maxNorm}, greater than 0. */
    public GradientClipping(double maxNorm) {
        Check.above("maxNorm", maxNorm, 0);
        this.maxNorm = maxNorm;
    }

    /** Gradients are still those of all examples together here; DL4J divides by their number next. */
    @Override
    public void onGradientCalculation(Model model) {
        Collection<INDArray> gradients = gradients(model).values();
        double squares =
                gradients.stream().mapToDouble(GradientClipping::squares).sum();
        double norm = Math.sqrt(squares) / examples(model);
        if (norm > maxNorm && Double.isFinite(norm)) {
            gradients.forEach(g -> g.muli(maxNorm / norm));
        }
    }

    /** Those of parameters, by name. */
    static Map<String, INDArray> gradients(Model model) {
        Map<String, INDArray> gradients = new HashMap<>(model.gradient().gradientForVariable());
        gradients.keySet().removeIf(name -> STATISTICS.contains(type(name)));
        return gradients;
    }

    /** What DL4J divides gradients by. */
    static int examples(Model model) {
        return model.conf().isMiniBatch() ? model.batchSize() : 1;
    }

    /** The squared norm, summed in double. */
    static double squares(INDArray x) {
        double norm = x.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        return norm * norm;
    }

    /** Names are the layer's and the parameter's, such as {@code 0_W}. */
    private static String type(String name) {
        return name.substring(name.lastIndexOf('_') + 1);
    }
}
