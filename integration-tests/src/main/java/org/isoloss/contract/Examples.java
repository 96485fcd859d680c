/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Domain;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Rows;
import org.isoloss.host.HostTensor;

/** The batches that properties look at. */
final class Examples {

    private static final double[] MASK = {1, 0, 1, 1, 0, 1};

    private Examples() {}

    /** Batches of several shapes, without and with a mask, at points where a loss is smooth almost surely. */
    static List<Batch<HostTensor>> of(Loss loss) {
        List<Batch<HostTensor>> batches = new ArrayList<>();
        batches.add(plain(loss));
        batches.add(plain(loss).withMask(mask()));
        batches.add(Batch.of(ExampleInputs.seeded(2).withRows(1).of(loss)));
        if (hasRest(loss)) {
            batches.add(Batch.of(
                    ExampleInputs.seeded(3).withRows(2).withRest(3L, 4L).of(loss)));
        }
        if (hasTermsPerRow(loss)) {
            batches.add(plain(loss).withSampleWeights(weights(1)));
        }
        return batches;
    }

    static Batch<HostTensor> plain(Loss loss) {
        return Batch.of(ExampleInputs.seeded(1).of(loss));
    }

    static HostTensor mask() {
        return HostTensor.of(MASK, MASK.length);
    }

    /** Some weights for six rows, times a factor. */
    static HostTensor weights(double factor) {
        double[] weights = {0.5, 2, 1, 0.25, 3, 1.5};
        return HostTensor.of(Arrays.stream(weights).map(w -> w * factor).toArray(), weights.length);
    }

    static boolean hasRest(Loss loss) {
        return loss.signature().ports().stream().anyMatch(p -> p.dims().contains("*"));
    }

    static boolean hasTermsPerRow(Loss loss) {
        Rows rows = loss.signature().rows();
        return rows == Rows.SEPARATE || rows == Rows.COUPLED;
    }

    /** All logits, reals and embeddings equal: rows that coincide, or have no direction at all. */
    static List<HostTensor> constant(Loss loss, List<HostTensor> inputs, double value) {
        List<HostTensor> changed = new ArrayList<>(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            Port port = loss.signature().ports().get(i);
            boolean free = port.domain() == Domain.EMBEDDING
                    || port.domain() == Domain.REAL
                    || port.domain() == Domain.SIGMOID_LOGITS
                    || port.domain() == Domain.SOFTMAX_LOGITS;
            if (port.differentiable() && free) {
                double[] data = inputs.get(i).toArray();
                Arrays.fill(data, value);
                changed.set(i, HostTensor.of(data, inputs.get(i).shape()));
            }
        }
        return changed;
    }
}
