/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import org.isoloss.Check;

/**
 * Scales all gradients together where their common Euclidean norm exceeds a bound, between the backward pass and the step.
 *
 * <pre>g = g min(1, maxNorm / |g|),   |g| over all parameters</pre>
 *
 * <pre>{@code config.addTrainingListeners(new GradientClipping(1))}</pre>
 *
 * <p>The optimiser's own {@code optClipGrad} clamps each element, and on this engine from above only. The norm is summed in
 * double and added to the trainer's metrics as {@value #NORM}. Gradients whose norm is not finite are left as they are, for
 * whoever looks for them. With a loop of your own call {@link #clip} before {@code trainer.step()}.
 *
 * @since 0.1
 */
public final class GradientClipping extends TrainingListenerAdapter {

    /** The name of the metric. */
    public static final String NORM = "gradientNorm";

    private final double maxNorm;

    /** Clips to {@code maxNorm}, greater than 0. */
    public GradientClipping(double maxNorm) {
        Check.above("maxNorm", maxNorm, 0);
        this.maxNorm = maxNorm;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
        double norm = clip(trainer);
        if (trainer.getMetrics() != null) {
            trainer.getMetrics().addMetric(NORM, norm);
        }
    }

    /** Clips the gradients that wait for a step, and says what their norm was before. */
    public double clip(Trainer trainer) {
        NDList gradients = Gradients.of("GradientClipping", trainer);
        try {
            double norm = Math.sqrt(Gradients.sum(gradients, trainer.getManager(), NDArray::square));
            if (norm > maxNorm && Double.isFinite(norm)) {
                gradients.forEach(g -> g.muli(maxNorm / norm));
            }
            return norm;
        } finally {
            gradients.close(); // handles; the gradients themselves belong to their parameters
        }
    }
}
