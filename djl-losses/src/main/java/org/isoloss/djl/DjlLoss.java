/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Reduction;
import org.isoloss.ValueAndGradients;

/**
 * Any {@link Loss} as a DJL loss.
 *
 * <p>The prediction ports take the predictions in order, the target ports the labels in order. Labels behind them are recognised
 * by their names, {@value #MASK} and {@value #SAMPLE_WEIGHTS}. A loss without targets passes over labels of other names, because
 * {@code EasyTrain} can't do without a label. A target with one axis of size 1 too many is taken without it.
 *
 * <p>Predictions are float64, float32 or float16; float16 is computed in float32 and rounded once. Labels may be of any float or
 * integer type. The loss is a number in the type of the predictions and belongs to the manager of the first.
 *
 * <p>Value and gradients are computed apart from the engine's graph and enter it as one node for each prediction, so kinks are
 * decided by our rules, and nothing in between outlives the call. There is no second derivative. Where the engine does not record,
 * only the value is computed.
 *
 * <p>The running loss is a mean over updates, as in DJL, but accumulated in double. One instance may serve many threads.
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

    /** Runs {@code loss}, a record whose reduction is a number. */
    public DjlLoss(Loss loss) {
        this(loss.name(), loss, ClassAxis.FIRST, new Evaluator<>(new DjlOps()));
    }

    /** As the public one; a test may watch the evaluator. */
    DjlLoss(String name, Loss loss, ClassAxis classAxis, Evaluator<NDArray> evaluator) {
        super(name);
        LossConfig.require(loss);
        if (loss.reduction() == Reduction.NONE) {
            throw new IllegalArgumentException(
                    "%s: a DJL loss must be a number, got reduction NONE".formatted(loss.name()));
        }
        this.loss = loss;
        this.classAxis = classAxis;
        this.evaluator = evaluator;
    }

    /** The same loss under another name in metrics, with accumulators of its own. */
    public DjlLoss withName(String name) {
        return new DjlLoss(name, loss, classAxis, evaluator);
    }

    /** The same loss for inputs with their classes elsewhere, with accumulators of its own. */
    public DjlLoss withClassAxis(ClassAxis classAxis) {
        return new DjlLoss(getName(), loss, classAxis, evaluator);
    }

    /** The same loss, looking for bad values, with accumulators of its own; slow. */
    public DjlLoss checked() {
        return new DjlLoss(getName(), loss, classAxis, evaluator.checked());
    }

    /** The loss that this runs. */
    public Loss loss() {
        return loss;
    }

    /** Where inputs with further dimensions have their classes. */
    public ClassAxis classAxis() {
        return classAxis;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        Arrivals arrivals = Arrivals.of(loss, labels, predictions);
        NDManager manager = predictions.get(0).getManager();
        try (NDManager call = manager.newSubManager()) {
            Batch<NDArray> batch = new LabelledBatch(arrivals, classAxis).in(call);
            NDArray result = EngineGraph.isRecording()
                    ? recorded(batch, predictions, call)
                    : rounded(evaluator.value(loss, batch), predictions);
            result.attach(manager);
            return result;
        }
    }

    private NDArray recorded(Batch<NDArray> batch, NDList predictions, NDManager call) {
        ValueAndGradients<NDArray> both = valueAndGradients(batch);
        return EngineGraph.number(
                rounded(both.value(), predictions),
                both.gradients().stream().map(g -> rounded(g, predictions)).toList(),
                predictions,
                call);
    }

    /** The one place that decides how value and gradients are computed. */
    private ValueAndGradients<NDArray> valueAndGradients(Batch<NDArray> batch) {
        return evaluator.valueAndGradients(loss, batch);
    }

    private static NDArray rounded(NDArray x, NDList predictions) {
        return x.toType(predictions.get(0).getDataType(), false);
    }

    @Override
    public void addAccumulator(String key) {
        means.add(key);
    }

    @Override
    public void updateAccumulator(String key, NDList labels, NDList predictions) {
        updateAccumulators(new String[] {key}, labels, predictions);
    }

    /** Computes no gradient, whether the engine records or not. */
    @Override
    public void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
        means.require(keys);
        Arrivals arrivals = Arrivals.of(loss, labels, predictions);
        try (NDManager call = predictions.get(0).getManager().newSubManager()) {
            NDArray value = evaluator.value(loss, new LabelledBatch(arrivals, classAxis).in(call));
            means.update(new DjlOps().toHost(value)[0], keys);
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
