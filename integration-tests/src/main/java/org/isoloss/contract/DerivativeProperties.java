/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.host.HostTensor;

/** Gradients are the derivatives of values, and both are numbers. */
final class DerivativeProperties {

    private static final double STEP = 1e-5;
    private static final double NEAR = 1e-6;
    private static final double EXTREME = 1e4;

    private DerivativeProperties() {}

    static List<LossProperty> all() {
        return List.of(
                new LossProperty("gradientMatchesFiniteDifferences", DerivativeProperties::gradients),
                new LossProperty("isFiniteAtExtremes", DerivativeProperties::extremes),
                new LossProperty("doesNotChangeItsInputs", DerivativeProperties::inputs));
    }

    private static void gradients(Subject subject) {
        for (Batch<HostTensor> batch : Examples.of(subject.loss())) {
            List<HostTensor> gradients =
                    subject.reference().evaluate(subject.loss(), batch).gradients();
            int next = 0;
            for (int port = 0; port < batch.inputs().size(); port++) {
                if (ports(subject).get(port).differentiable()) {
                    HostTensor differences = differences(subject, batch, port);
                    Closeness.assertClose(
                            "gradient of '" + ports(subject).get(port).name() + "'",
                            differences,
                            gradients.get(next++),
                            NEAR);
                }
            }
        }
    }

    private static List<Port> ports(Subject subject) {
        return subject.loss().signature().ports();
    }

    /** Central differences of the summed value with respect to one input. */
    private static HostTensor differences(Subject subject, Batch<HostTensor> batch, int port) {
        HostTensor x = batch.inputs().get(port);
        double[] slopes = new double[x.toArray().length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (moved(subject, batch, port, i, STEP) - moved(subject, batch, port, i, -STEP)) / (2 * STEP);
        }
        return HostTensor.of(slopes, x.shape());
    }

    private static double moved(Subject subject, Batch<HostTensor> batch, int port, int element, double by) {
        double[] data = batch.inputs().get(port).toArray();
        data[element] += by;
        List<HostTensor> inputs = new ArrayList<>(batch.inputs());
        inputs.set(port, HostTensor.of(data, batch.inputs().get(port).shape()));
        HostTensor value = subject.reference()
                .evaluate(subject.loss(), batch.withInputs(inputs))
                .value();
        return Arrays.stream(value.toArray()).sum();
    }

    private static void extremes(Subject subject) {
        Loss loss = subject.loss();
        List<List<HostTensor>> extremes = new ArrayList<>();
        extremes.add(ExampleInputs.seeded(4).withScale(EXTREME / 2).of(loss));
        List<HostTensor> plain = ExampleInputs.seeded(5).of(loss);
        extremes.add(Examples.constant(loss, plain, 0));
        extremes.add(Examples.constant(loss, plain, 1));
        for (Route route : subject.routes()) {
            for (List<HostTensor> inputs : extremes) {
                Batch<HostTensor> batch = Batch.of(inputs);
                if (route.role() != Route.Role.AUTOGRAD && route.takes(loss, batch)) {
                    Outcome outcome = route.evaluate(loss, batch);
                    requireFinite(route, "value", outcome.value());
                    outcome.gradients().forEach(g -> requireFinite(route, "gradient", g));
                }
            }
        }
    }

    private static void requireFinite(Route route, String what, HostTensor x) {
        boolean finite = Arrays.stream(x.toArray()).allMatch(Double::isFinite);
        LossProperty.require(finite, "%s: %s must be finite for finite inputs, got %s", route.name(), what, x);
    }

    private static void inputs(Subject subject) {
        Batch<HostTensor> batch = Examples.plain(subject.loss());
        int checked = 0;
        for (Route route : subject.routes()) {
            if (route.takes(subject.loss(), batch)) {
                List<HostTensor> after = route.evaluate(subject.loss(), batch).inputs();
                for (int i = 0; i < after.size(); i++) {
                    Closeness.assertClose(
                            route.name() + ": input " + ports(subject).get(i).name() + " afterwards",
                            batch.inputs().get(i),
                            after.get(i),
                            0);
                }
                checked++;
            }
        }
        LossProperty.require(checked > 1, "routes must take the batch, got %d that do", checked);
    }
}
