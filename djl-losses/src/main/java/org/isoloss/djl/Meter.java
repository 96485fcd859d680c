/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.evaluator.Evaluator;
import org.isoloss.ClassAxis;
import org.isoloss.Loss;
import org.isoloss.metric.LossMean;

/** A figure made of the mean of a loss's terms, exact over batches of different sizes. One instance may serve many threads. */
abstract class Meter extends Evaluator {

    private final Loss loss;
    private final ClassAxis classAxis;
    private final RunningMeans means = new RunningMeans();

    Meter(String name, Loss loss, ClassAxis classAxis) {
        super(name);
        this.loss = loss;
        this.classAxis = classAxis;
    }

    abstract double figure(LossMean mean);

    /** What an accumulator has come to, in double and ready to be merged with that of another machine. */
    public final LossMean mean(String key) {
        return means.mean(key);
    }

    /** The figure for this batch alone. */
    @Override
    public final NDArray evaluate(NDList labels, NDList predictions) {
        return predictions.get(0).getManager().create((float) figure(measure(labels, predictions)));
    }

    private LossMean measure(NDList labels, NDList predictions) {
        Arrivals arrivals = Arrivals.of(loss.name(), loss.signature(), labels, predictions);
        try (NDManager call = predictions.get(0).getManager().newSubManager()) {
            return LossMean.of(new DjlOps(), loss, new LabelledBatch(arrivals, classAxis).in(call));
        }
    }

    @Override
    public final void addAccumulator(String key) {
        means.add(key);
    }

    @Override
    public final void updateAccumulator(String key, NDList labels, NDList predictions) {
        updateAccumulators(new String[] {key}, labels, predictions);
    }

    @Override
    public final void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
        means.require(keys);
        means.update(measure(labels, predictions), keys);
    }

    @Override
    public final void resetAccumulator(String key) {
        means.reset(key);
    }

    @Override
    public final float getAccumulator(String key) {
        return (float) figure(means.mean(key));
    }
}
