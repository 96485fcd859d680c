/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.ValueAndGradients;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;

/**
 * A loss along a path through one of its predictions, everything else held: computed by the library, value and slope.
 *
 * @param series its name in the legend
 * @param loss reduced to a number
 * @param batch one input for each port
 * @param port which of them moves; a prediction
 * @param path how it moves
 */
record Sweep(String series, Loss loss, Batch<HostTensor> batch, int port, Path path) {

    private static final int SAMPLES = 161;
    static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());

    /**
     * The loss at one place.
     *
     * @param t where on the path
     * @param value of the loss
     * @param slope its derivative by {@code t}: gradient times tangent
     */
    record Sample(double t, double value, double slope) {}

    /** A loss of one prediction and one target, both of one number. */
    static Sweep of(String series, Loss loss, double target, Path path) {
        HostTensor prediction = HostTensor.of(new double[1], 1);
        HostTensor given = HostTensor.of(new double[] {target}, 1);
        return new Sweep(series, loss, Batch.of(List.of(prediction, given)), 0, path);
    }

    /** Evenly from end to end. */
    List<Sample> samples() {
        double step = (path.to() - path.from()) / (SAMPLES - 1);
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> at(path.from() + i * step))
                .toList();
    }

    Sample at(double t) {
        ValueAndGradients<HostTensor> both =
                EVALUATOR.valueAndGradients(loss, moved(batch, port, path.at().apply(t)));
        double[] gradient = both.gradients().get(prediction(loss, port)).toArray();
        double[] tangent = path.tangent().apply(t);
        double slope = IntStream.range(0, gradient.length)
                .mapToDouble(i -> gradient[i] * tangent[i])
                .sum();
        return new Sample(t, both.value().toArray()[0], slope);
    }

    /** The batch where the numbers of one port are others. */
    static Batch<HostTensor> moved(Batch<HostTensor> batch, int port, double[] numbers) {
        List<HostTensor> inputs = new ArrayList<>(batch.inputs());
        inputs.set(port, HostTensor.of(numbers, inputs.get(port).shape()));
        return batch.withInputs(inputs);
    }

    /** Gradients are of predictions alone. */
    static int prediction(Loss loss, int port) {
        return (int) loss.signature().ports().stream()
                .limit(port)
                .filter(Port::differentiable)
                .count();
    }

    /** Value and slope of sweeps along one path, side by side. */
    static List<Plot> plots(String id, String title, List<Sweep> sweeps) {
        Path path = sweeps.get(0).path();
        List<Layer> values = new ArrayList<>();
        List<Layer> slopes = new ArrayList<>();
        for (Sweep sweep : sweeps) {
            List<Sample> samples = sweep.samples();
            values.add(curve(sweep.series(), samples, Sample::value));
            slopes.add(curve(sweep.series(), samples, Sample::slope));
        }
        return List.of(
                new Plot(id + "-value", title, Axis.of(path.label()), Axis.of("loss"), values),
                new Plot(id + "-gradient", title, Axis.of(path.label()), Axis.of("gradient"), slopes));
    }

    private static Layer curve(String series, List<Sample> samples, ToDoubleFunction<Sample> height) {
        return new Layer.Curve(
                series,
                samples.stream()
                        .map(s -> new Point(s.t(), height.applyAsDouble(s)))
                        .toList());
    }
}
