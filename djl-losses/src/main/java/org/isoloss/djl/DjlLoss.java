/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.ValueAndGradients;

/**
 * Any {@link Loss} as a DJL loss.
 *
 * <p>The prediction ports take the predictions in order, the target ports the labels in order. Further labels are recognised
 * by their names, {@value #MASK} and {@value #SAMPLE_WEIGHTS}. A target with one axis of size 1 too many is taken without it.
 *
 * <p>Value and gradients are computed apart from the engine's graph and enter it as one node for each prediction, so kinks
 * are decided by our rules, and nothing in between outlives the call. There is no second derivative.
 *
 * <p>The running loss is a mean over updates, as in DJL, but accumulated in double.
 */
public final class DjlLoss extends ai.djl.training.loss.Loss {

    /** The name of a label array that says which rows count. */
    public static final String MASK = "mask";

    /** The name of a label array that says what each row counts for. */
    public static final String SAMPLE_WEIGHTS = "sampleWeights";

    private final Loss loss;
    private final ClassAxis classAxis;
    private final Evaluator<NDArray> evaluator;
    private final RunningMeans means = new RunningMeans();

    public DjlLoss(Loss loss) {
        this(loss.name(), loss, ClassAxis.FIRST, new Evaluator<>(new DjlOps()));
    }

    private DjlLoss(String name, Loss loss, ClassAxis classAxis, Evaluator<NDArray> evaluator) {
        super(name);
        LossConfig.require(loss);
        if (loss.reduction() == Reduction.NONE) {
            throw new IllegalArgumentException("%s: a DJL loss must be a number, got reduction NONE".formatted(name));
        }
        this.loss = loss;
        this.classAxis = classAxis;
        this.evaluator = evaluator;
    }

    /** The same loss under another name in metrics. */
    public DjlLoss withName(String name) {
        return new DjlLoss(name, loss, classAxis, evaluator);
    }

    /** The same loss for inputs with their classes elsewhere. */
    public DjlLoss withClassAxis(ClassAxis classAxis) {
        return new DjlLoss(getName(), loss, classAxis, evaluator);
    }

    /** The same loss, looking for bad values; slow. */
    public DjlLoss checked() {
        return new DjlLoss(getName(), loss, classAxis, evaluator.checked());
    }

    /** The loss that this runs. */
    public Loss loss() {
        return loss;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        List<Port> ports = loss.signature().predictions();
        if (predictions.size() != ports.size()) {
            throw new IllegalArgumentException("%s takes %d predictions (%s) but was given %d"
                    .formatted(getName(), ports.size(), names(ports), predictions.size()));
        }
        try (NDScope scope = new NDScope()) { // closes every array made below, but the result
            scope.suppressNotUsedWarning();
            Batch<NDArray> batch = new LabelledBatch(getName(), loss.signature(), classAxis)
                    .of(detached(labels), detached(predictions));
            NDArray value = JniUtils.isGradMode() ? differentiable(batch, predictions) : evaluator.value(loss, batch);
            NDScope.unregister(value);
            value.attach(predictions.get(0).getManager());
            return value;
        }
    }

    private static String names(List<Port> ports) {
        return String.join(", ", ports.stream().map(Port::name).toList());
    }

    /** Handles of the same arrays without a place in the engine's graph. */
    private static NDList detached(NDList arrays) {
        NDList detached = new NDList();
        for (NDArray x : arrays) {
            NDArray y = x.stopGradient();
            y.setName(x.getName());
            detached.add(y);
        }
        return detached;
    }

    /** The value, with the gradients as its derivatives in the engine's graph. */
    private NDArray differentiable(Batch<NDArray> batch, NDList predictions) {
        ValueAndGradients<NDArray> both = evaluator.valueAndGradients(loss, batch);
        NDArray value = both.value();
        for (int i = 0; i < predictions.size(); i++) {
            NDArray x = finite(predictions.get(i)).flatten();
            // exactly 0, with derivative 1
            NDArray nothing = x.sub(x.stopGradient());
            value = nothing.dot(both.gradients().get(i).flatten()).add(value);
        }
        return value;
    }

    /** Infinite logits and NaN in masked rows would make {@code x - x} a NaN; they have no gradient. */
    private static NDArray finite(NDArray x) {
        DjlOps ops = new DjlOps();
        return ops.where(ops.isFinite(x.stopGradient()), x, ops.fill(x, 0));
    }

    @Override
    public void addAccumulator(String key) {
        means.add(key);
    }

    @Override
    public void updateAccumulator(String key, NDList labels, NDList predictions) {
        updateAccumulators(new String[] {key}, labels, predictions);
    }

    @Override
    public void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
        try (NDArray value = evaluate(labels, predictions)) {
            double number = new DjlOps().toHost(value)[0];
            for (String key : keys) {
                means.update(key, number);
            }
        }
    }

    @Override
    public void resetAccumulator(String key) {
        means.reset(key);
    }

    @Override
    public float getAccumulator(String key) {
        return (float) means.get(key);
    }

    @Override
    public String toString() {
        return loss.toString();
    }
}
