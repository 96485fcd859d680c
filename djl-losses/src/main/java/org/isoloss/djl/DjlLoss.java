/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.function.Consumer;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Counters;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.ValueAndGradients;

/**
 * Any {@link Loss} as a DJL loss.
 *
 * <p>The prediction ports take the predictions in order, the target ports the labels in order. Labels behind them are recognised
 * by their names, {@value #MASK} and {@value #SAMPLE_WEIGHTS}. A loss without targets passes over labels of other names, because
 * {@code EasyTrain} can't do without a label. A target with one axis of size 1 too many is taken without it.
 *
 * <p>Arrays in main memory are computed by a fused program where that is faster, others by the engine's operations: see {@link
 * Execution} and {@link #explain}.
 *
 * <p>Predictions are float64, float32 or float16. Float16 is computed in float32, as PyTorch's autocast does: the loss is float32,
 * the gradients are rounded once, behind all by which the loss is multiplied, such as a {@link LossScaling}. Labels may be of any
 * float or integer type. Otherwise the loss is a number in the type of the predictions. It belongs to the manager of the first.
 *
 * <p>Value and gradients are computed apart from the engine's graph and enter it as one node for each prediction, so kinks are
 * decided by our rules, and nothing in between outlives the call. There is no second derivative. Where the engine does not record,
 * only the value is computed.
 *
 * <p>The running loss is a mean over updates, as in DJL, but accumulated in double. One instance may serve many threads.
 */
public final class DjlLoss extends ai.djl.training.loss.Loss implements AutoCloseable {

    /** The name of a label array that says which rows count. */
    public static final String MASK = "mask";

    /** The name of a label array that says what each row counts for. */
    public static final String SAMPLE_WEIGHTS = "sampleWeights";

    private final Loss loss;
    private final Signature signature;
    private final ClassAxis classAxis;
    private final Computation computation;
    private final RunningMeans means = new RunningMeans();

    /**
     * Runs {@code loss}, a record whose reduction is a number, by what {@link Execution#configured} says, and {@link #checked}
     * under {@code -Disoloss.checked}.
     */
    public DjlLoss(Loss loss) {
        this(loss.name(), loss, ClassAxis.FIRST, Computation.configured(new Evaluator<>(new DjlOps())));
    }

    /** As the public one; a test may watch the evaluator. */
    DjlLoss(String name, Loss loss, ClassAxis classAxis, Computation computation) {
        super(name);
        LossConfig.require(loss);
        if (loss.reduction() == Reduction.NONE) {
            throw new IllegalArgumentException(
                    "%s: a DJL loss must be a number, got reduction NONE".formatted(loss.name()));
        }
        this.loss = loss;
        this.signature = loss.signature();
        this.classAxis = classAxis;
        this.computation = computation;
    }

    /** The same loss under another name in metrics, with accumulators of its own. */
    public DjlLoss withName(String name) {
        return new DjlLoss(name, loss, classAxis, computation);
    }

    /** The same loss for inputs with their classes elsewhere, with accumulators of its own. */
    public DjlLoss withClassAxis(ClassAxis classAxis) {
        return new DjlLoss(getName(), loss, classAxis, computation);
    }

    /** The same loss, computed by something else, with accumulators of its own. */
    public DjlLoss withExecution(Execution execution) {
        return new DjlLoss(getName(), loss, classAxis, computation.by(execution));
    }

    /**
     * The same loss, looking for bad values by the engine's operations, with accumulators of its own; slow. A loss or gradient that
     * is not finite is an error, which says why: see {@link org.isoloss.NonFinite}.
     */
    public DjlLoss checked() {
        return checked(Counters::log);
    }

    /** As {@link #checked()}; {@code watcher} is told in each step what was counted, instead of the log. */
    public DjlLoss checked(Consumer<Counters> watcher) {
        return new DjlLoss(getName(), loss, classAxis, computation.checked(watcher));
    }

    /** The loss that this runs. */
    public Loss loss() {
        return loss;
    }

    /** Where inputs with further dimensions have their classes. */
    public ClassAxis classAxis() {
        return classAxis;
    }

    /** By what {@link #evaluate} would compute these, and why: a sentence. */
    public String explain(NDList labels, NDList predictions) {
        Arrivals arrivals = Arrivals.of(loss.name(), signature, labels, predictions);
        try (NDManager call = predictions.get(0).getManager().newSubManager()) {
            Batch<NDArray> batch = new LabelledBatch(arrivals, classAxis).in(call);
            return computation
                    .route()
                    .explain(loss, batch, () -> computation.valueAndGradients(loss, signature, batch, call, call));
        }
    }

    /** What arrives, sorted into the ports; handles that a scope is to close. */
    Batch<NDArray> batch(NDList labels, NDList predictions) {
        return new LabelledBatch(Arrivals.of(loss.name(), signature, labels, predictions), classAxis)
                .in(predictions.get(0).getManager());
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        Arrivals arrivals = Arrivals.of(loss.name(), signature, labels, predictions);
        NDManager manager = predictions.get(0).getManager();
        try (NDManager call = manager.newSubManager()) {
            Batch<NDArray> batch = new LabelledBatch(arrivals, classAxis).in(call);
            NDArray result = computation
                    .route()
                    .choose(
                            loss,
                            batch,
                            () -> fused(batch, predictions, call),
                            () -> natively(batch, predictions, call));
            result.attach(manager);
            return result;
        }
    }

    private NDArray natively(Batch<NDArray> batch, NDList predictions, NDManager call) {
        if (!EngineGraph.isRecording()) {
            return computation.route().natively().value(loss, batch);
        }
        ValueAndGradients<NDArray> both = computation.route().natively().valueAndGradients(loss, batch);
        NDArray number = EngineGraph.number(both.gradients(), predictions, call);
        EngineGraph.overwrite(number, both.value());
        return number;
    }

    private NDArray fused(Batch<NDArray> batch, NDList predictions, NDManager call) {
        if (!EngineGraph.isRecording()) {
            return EngineGraph.constant(
                    computation.route().value(loss, batch),
                    batch.predictions(signature).get(0).getDataType(),
                    call);
        }
        Computation.Result both = computation.valueAndGradients(
                loss, signature, batch, predictions.get(0).getManager(), call);
        NDArray number = EngineGraph.number(both.gradients(), predictions, call);
        EngineGraph.overwrite(number, both.value());
        return number;
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
        Arrivals arrivals = Arrivals.of(loss.name(), signature, labels, predictions);
        try (NDManager call = predictions.get(0).getManager().newSubManager()) {
            Batch<NDArray> batch = new LabelledBatch(arrivals, classAxis).in(call);
            double value = computation
                    .route()
                    .choose(loss, batch, () -> computation.route().value(loss, batch), () -> new DjlOps()
                            .toHost(computation.route().natively().value(loss, batch))[0]);
            means.update(value, keys);
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

    /** Lets go of the memory that is kept for gradients; the loss can still be used. So does the end of the trainer. */
    @Override
    public void close() {
        computation.memory().close();
    }

    @Override
    public String toString() {
        return loss.toString();
    }
}
