/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.util.List;
import org.isoloss.Check;

/**
 * Keeps gradients in the range of float16: multiplies the loss before the backward pass, divides the gradients of the parameters
 * before the step, and leaves out steps whose gradients are not finite.
 *
 * <pre>
 * g = d(s L)/dw / s
 * s becomes s backoffFactor          behind a gradient that is not finite; the step is left out
 *           s growthFactor           behind growthInterval steps in a row that are finite, while it stays a float32
 * </pre>
 *
 * <p>Under {@code EasyTrain}, with parameters in float32 and predictions in float16, which {@link MixedPrecision} makes:
 *
 * <pre>{@code
 * LossScaling scaling = new LossScaling();
 * new DefaultTrainingConfig(scaling.loss(new DjlLoss(new CrossEntropy())))
 *         .optOptimizer(scaling.optimizer(Optimizer.adam().build()))
 *         .addTrainingListeners(scaling);
 * }</pre>
 *
 * <p>Other listeners that look at gradients, such as {@link GradientClipping}, go behind it. In a loop of your own the listener is
 * not asked: call {@link #unscale} between {@code backward} and {@code trainer.step()}, each time. Batches whose gradients add up
 * are scaled alike and unscaled once.
 *
 * <p>The scale is added to the trainer's metrics as {@value #SCALE}. One that falls and falls, far below 1, says that gradients
 * are not finite for another reason: see {@link DjlLoss#checked()}. Parameters in float16 are refused: divided, their gradients
 * would be what they were without a scale. An instance serves one trainer.
 *
 * <p>Source: Micikevicius et al. 2018, Mixed precision training; {@code torch.amp.GradScaler}, 2.7, with its defaults.
 *
 * @since 0.1
 */
public final class LossScaling extends TrainingListenerAdapter {

    /** The name of the metric. */
    public static final String SCALE = "lossScale";

    private static final double INITIAL_SCALE = 1 << 16;
    private static final double GROWTH_FACTOR = 2;
    private static final double BACKOFF_FACTOR = 0.5;
    private static final int GROWTH_INTERVAL = 2000;
    private static final List<DataType> WIDE = List.of(DataType.FLOAT32, DataType.FLOAT64);

    /** Where a step is. */
    enum Stage {
        PLAIN,
        SCALED,
        UNSCALED,
        NOT_FINITE,
        LEFT_OUT
    }

    private final double growthFactor;
    private final double backoffFactor;
    private final int growthInterval;
    private double scale;
    private int finite;
    private Stage stage = Stage.PLAIN;

    /** A scale of 65536, doubled behind 2000 finite steps in a row, halved behind one that is not finite. */
    public LossScaling() {
        this(INITIAL_SCALE, GROWTH_FACTOR, BACKOFF_FACTOR, GROWTH_INTERVAL);
    }

    /**
     * Starts with a scale of one's own. Powers of two cost no digits.
     *
     * @param initialScale greater than 0; 65536
     * @param growthFactor at least 1, which keeps the scale from growing; 2
     * @param backoffFactor greater than 0, at most 1; 0.5
     * @param growthInterval steps, at least 1; 2000
     */
    public LossScaling(double initialScale, double growthFactor, double backoffFactor, int growthInterval) {
        Check.above("initialScale", initialScale, 0);
        Check.atLeast("growthFactor", growthFactor, 1);
        Check.above("backoffFactor", backoffFactor, 0);
        Check.within("backoffFactor", backoffFactor, 0, 1);
        Check.atLeast("growthInterval", growthInterval, 1);
        this.scale = initialScale;
        this.growthFactor = growthFactor;
        this.backoffFactor = backoffFactor;
        this.growthInterval = growthInterval;
    }

    /** What the next loss is multiplied by. */
    public double scale() {
        return scale;
    }

    /** {@code loss}, scaled where the engine records. What it reports is not. */
    public Loss loss(Loss loss) {
        return new ScaledLoss(loss, this);
    }

    /** {@code optimizer}, which is not asked where a gradient is not finite. */
    public Optimizer optimizer(Optimizer optimizer) {
        return new ScaledOptimizer(optimizer, this);
    }

    /** {@code loss} times the scale, in float32 at least, to call {@code backward} on. */
    public NDArray scale(NDArray loss) {
        if (stage == Stage.NOT_FINITE) {
            throw new IllegalArgumentException(
                    "LossScaling: gradients that are not finite must be seen by the optimizer"
                            + " of LossScaling.optimizer in a step, got a further loss");
        }
        stage = Stage.SCALED;
        return loss.mul((float) scale); // a double would make a number float64
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
        if (trainer.getMetrics() != null) {
            trainer.getMetrics().addMetric(SCALE, scale);
        }
        unscale(trainer);
    }

    /** Divides the gradients that wait for a step by the scale, and says whether they are finite, so that the step will be taken. */
    public boolean unscale(Trainer trainer) {
        if (stage != Stage.SCALED) {
            throw new IllegalArgumentException(
                    "LossScaling: a loss must be scaled before its gradients are unscaled, got gradients of one that was not");
        }
        NDList gradients = Gradients.of("LossScaling", trainer);
        try {
            gradients.forEach(LossScaling::requireWide);
            // a number times 0 is 0, or NaN if it is not finite
            boolean all = Gradients.sum(gradients, trainer.getManager(), x -> x.mul(0)) == 0;
            if (all) {
                gradients.forEach(g -> g.divi(scale));
            }
            stage = all ? Stage.UNSCALED : Stage.NOT_FINITE;
            update(all);
            return all;
        } finally {
            gradients.close();
        }
    }

    private static void requireWide(NDArray gradient) {
        if (!WIDE.contains(gradient.getDataType())) {
            throw new IllegalArgumentException(
                    "LossScaling: parameters must be float32 or float64 for their gradients to be unscaled, got %s"
                            .formatted(gradient.getDataType()));
        }
    }

    /** Behind a step. */
    void update(boolean allFinite) {
        finite = allFinite ? finite + 1 : 0;
        if (!allFinite) {
            scale *= backoffFactor;
        } else if (finite == growthInterval) {
            finite = 0;
            scale = Float.isInfinite((float) (scale * growthFactor)) ? scale : scale * growthFactor;
        }
    }

    /** Whether the optimizer is to be asked. */
    boolean takesStep() {
        if (stage == Stage.SCALED) {
            throw new IllegalArgumentException("LossScaling: gradients must be unscaled before a step, got scaled ones;"
                    + " add it to the training listeners, or call unscale");
        }
        stage = stage == Stage.NOT_FINITE ? Stage.LEFT_OUT : stage;
        return stage != Stage.LEFT_OUT;
    }
}
