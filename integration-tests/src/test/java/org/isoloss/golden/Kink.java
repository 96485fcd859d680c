/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.isoloss.Evaluator;
import org.isoloss.Port;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;

/**
 * Whether inputs lie on a kink: gradients close by differ by far more than curvature could make them. There every slope between
 * them is a subgradient, and which one a source gives is its choice.
 */
final class Kink {

    private static final int DIRECTIONS = 40;
    private static final double STEP = 1e-7;
    private static final double JUMP = 1e-3;
    private static final double SLACK = 5e-2;

    private final Mapped mapped;
    private final List<List<double[]>> around = new ArrayList<>();

    Kink(Mapped mapped) {
        this.mapped = mapped;
    }

    /** Whether a gradient's entry that the source gave lies between those close by, and these lie far apart. */
    boolean isBetween(Beside gradient, int i) {
        double largest = around().stream()
                .flatMapToDouble(g -> Arrays.stream(g.get(gradient.port())))
                .map(Math::abs)
                .max()
                .orElse(0);
        double[] slopes = around().stream()
                .mapToDouble(g -> g.get(gradient.port())[i])
                .sorted()
                .toArray();
        double least = slopes[0];
        double most = slopes[slopes.length - 1];
        double slack = SLACK * (most - least);
        double slope = gradient.expected().toArray()[i];
        return most - least > JUMP * largest && slope >= least - slack && slope <= most + slack;
    }

    private List<List<double[]>> around() {
        Random random = new Random(1);
        while (around.size() < DIRECTIONS) {
            around.add(gradients(moved(mapped, random)));
        }
        return around;
    }

    private static List<double[]> gradients(Mapped mapped) {
        return new Evaluator<>(new HostOps())
                .valueAndGradients(mapped.loss(), mapped.batch()).gradients().stream()
                        .map(HostTensor::toArray)
                        .toList();
    }

    private static Mapped moved(Mapped mapped, Random random) {
        List<Port> ports = mapped.loss().signature().ports();
        Mapped moved = mapped;
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).differentiable()) {
                HostTensor x = mapped.batch().inputs().get(i);
                double[] data = Arrays.stream(x.toArray())
                        .map(v -> v + STEP * Math.max(1, Math.abs(v)) * (2 * random.nextDouble() - 1))
                        .toArray();
                moved = moved.withInput(i, HostTensor.of(data, x.shape()));
            }
        }
        return moved;
    }
}
