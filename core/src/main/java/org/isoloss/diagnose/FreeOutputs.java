/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.ValueAndGradients;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;

/** A network without parts: its outputs for one batch are themselves what is trained, by Adam in double precision. */
final class FreeOutputs {

    private static final int STEPS = 400;

    /** In part of the largest target, at the first and at the last step: far enough to come anywhere, then fine. */
    private static final double FIRST_RATE = 1;

    private static final double LAST_RATE = 1e-4;
    private static final double MEAN = 0.9;
    private static final double SQUARES = 0.999;

    private final Loss loss;
    private final Batch<HostTensor> batch;
    private final boolean alike;
    private final double scale;
    private final List<double[]> outputs = new ArrayList<>();
    private final List<double[]> means = new ArrayList<>();
    private final List<double[]> squares = new ArrayList<>();

    /** Outputs of 0 at first; if {@code alike}, the same for all rows for ever. */
    FreeOutputs(Loss loss, Batch<HostTensor> batch, boolean alike) {
        this.loss = loss;
        this.batch = batch;
        this.alike = alike;
        this.scale = scale(loss.signature().ports(), batch);
        for (HostTensor x : batch.predictions(loss)) {
            int size = x.toArray().length;
            outputs.add(new double[size]);
            means.add(new double[size]);
            squares.add(new double[size]);
        }
    }

    private static double scale(List<Port> ports, Batch<HostTensor> batch) {
        double most = 1;
        for (int i = 0; i < ports.size(); i++) {
            if (!ports.get(i).differentiable()) {
                most = Math.max(
                        most,
                        Arrays.stream(batch.inputs().get(i).toArray())
                                .map(Math::abs)
                                .max()
                                .orElse(0));
            }
        }
        return most;
    }

    double value() {
        return new Evaluator<>(new HostOps()).value(loss, current()).toArray()[0];
    }

    /** The least loss on the way of the descent. */
    double least() {
        double least = value();
        for (int step = 1; step <= STEPS; step++) {
            ValueAndGradients<HostTensor> both = new Evaluator<>(new HostOps()).valueAndGradients(loss, current());
            least = Math.min(least, both.value().toArray()[0]);
            double rate = scale * FIRST_RATE * Math.pow(LAST_RATE / FIRST_RATE, (double) step / STEPS);
            for (int i = 0; i < outputs.size(); i++) {
                move(i, gradient(both.gradients().get(i)), step, rate);
            }
        }
        return Math.min(least, value());
    }

    private Batch<HostTensor> current() {
        List<HostTensor> inputs = new ArrayList<>(batch.inputs());
        List<Port> ports = loss.signature().ports();
        int next = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (i < ports.size() && ports.get(i).differentiable()) {
                inputs.set(i, HostTensor.of(outputs.get(next++), inputs.get(i).shape()));
            }
        }
        return batch.withInputs(inputs);
    }

    private double[] gradient(HostTensor g) {
        double[] all = g.toArray();
        if (!alike || g.shape().length == 0) {
            return all;
        }
        int width = all.length / (int) g.shape()[0];
        double[] sum = new double[width];
        for (int i = 0; i < all.length; i++) {
            sum[i % width] += all[i];
        }
        for (int i = 0; i < all.length; i++) {
            all[i] = sum[i % width];
        }
        return all;
    }

    private void move(int which, double[] g, int step, double rate) {
        double[] x = outputs.get(which);
        double[] mean = means.get(which);
        double[] square = squares.get(which);
        for (int i = 0; i < x.length; i++) {
            mean[i] = MEAN * mean[i] + (1 - MEAN) * g[i];
            square[i] = SQUARES * square[i] + (1 - SQUARES) * g[i] * g[i];
            double direction = mean[i] / (1 - Math.pow(MEAN, step));
            double size = Math.sqrt(square[i] / (1 - Math.pow(SQUARES, step)));
            x[i] -= size == 0 ? 0 : rate * direction / size;
        }
    }
}
