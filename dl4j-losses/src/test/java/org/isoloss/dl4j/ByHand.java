/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.api.Model;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What training must come to, without the framework's gradients and without its arithmetic of losses. */
final class ByHand {

    private static final double H = 1e-5;

    private ByHand() {}

    static HostTensor host(INDArray x) {
        return HostTensor.of(new Nd4jOps().toHost(x), x.shape());
    }

    static double value(Loss loss, INDArray output, HostTensor target, Optional<HostTensor> mask) {
        Batch<HostTensor> batch = Batch.of(List.of(host(output), target));
        return new Evaluator<>(new HostOps())
                .value(loss, mask.map(batch::withMask).orElse(batch))
                .toArray()[0];
    }

    /** The gradient of {@code loss} with respect to the network's parameters, by central differences. */
    static double[] gradient(Model network, DoubleSupplier loss) {
        INDArray parameters = network.params();
        double[] gradient = new double[(int) parameters.length()];
        for (int i = 0; i < gradient.length; i++) {
            double p = parameters.getDouble(i);
            parameters.putScalar(i, p + H);
            double above = loss.getAsDouble();
            parameters.putScalar(i, p - H);
            double below = loss.getAsDouble();
            parameters.putScalar(i, p);
            gradient[i] = (above - below) / (2 * H);
        }
        return gradient;
    }

    /** Asserts that {@code after} is one step of this length down the gradient from {@code before}. */
    static void assertStep(double[] before, double[] gradient, double rate, double[] after, double tolerance) {
        assertThat(after).hasSameSizeAs(before).hasSameSizeAs(gradient).isNotEmpty();
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).as("parameter %d", i).isCloseTo(before[i] - rate * gradient[i], within(tolerance));
        }
    }
}
