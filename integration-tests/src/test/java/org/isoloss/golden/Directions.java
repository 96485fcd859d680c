/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.isoloss.Domain;
import org.isoloss.Evaluator;
import org.isoloss.Port;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;

/** Whether a loss looks at nothing but the directions of embeddings: their length changes nothing. */
final class Directions {

    private static final double FACTOR = 2;
    private static final double NEAR = 1e-9;

    private Directions() {}

    /** Judged at embeddings of common length instead of those of the case. */
    static boolean decide(Mapped mapped) {
        double once = value(withEmbeddings(mapped, 1));
        return Math.abs(value(withEmbeddings(mapped, FACTOR)) - once) <= NEAR * Math.abs(once);
    }

    private static Mapped withEmbeddings(Mapped mapped, double factor) {
        Random random = new Random(1);
        List<Port> ports = mapped.loss().signature().ports();
        Mapped other = mapped;
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).domain() == Domain.EMBEDDING) {
                long[] shape = mapped.batch().inputs().get(i).shape();
                double[] data = new double[(int) Shapes.size(shape)];
                Arrays.setAll(data, k -> factor * random.nextGaussian());
                other = other.withInput(i, HostTensor.of(data, shape));
            }
        }
        return other;
    }

    private static double value(Mapped mapped) {
        HostTensor value = new Evaluator<>(new HostOps()).value(mapped.loss(), mapped.batch());
        return Arrays.stream(value.toArray()).sum();
    }
}
