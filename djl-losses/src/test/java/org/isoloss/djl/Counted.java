/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isoloss.Batch;
import org.isoloss.host.HostTensor;

/** What the rows of a batch count for. */
enum Counted {
    ALIKE(false, false),
    MASKED(true, false),
    WEIGHED(false, true),
    BOTH(true, true);

    private static final double[] MASK = {1, 1, 0, 1, 1, 0};
    private static final double[] WEIGHTS = {0.5, 2, 1, 1, 0.25, 3};

    private final boolean masked;
    private final boolean weighed;

    Counted(boolean masked, boolean weighed) {
        this.masked = masked;
        this.weighed = weighed;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        if (masked) {
            names.add(DjlLoss.MASK);
        }
        if (weighed) {
            names.add(DjlLoss.SAMPLE_WEIGHTS);
        }
        return names;
    }

    /** In the order of the names. */
    List<NDArray> labels(NDManager manager) {
        return names().stream()
                .map(name -> manager.create(name.equals(DjlLoss.MASK) ? MASK : WEIGHTS))
                .toList();
    }

    Batch<HostTensor> of(Batch<HostTensor> batch) {
        Optional<HostTensor> mask = masked ? Optional.of(HostTensor.of(MASK, MASK.length)) : Optional.empty();
        Batch<HostTensor> kept = mask.map(batch::withMask).orElse(batch);
        return weighed ? kept.withSampleWeights(HostTensor.of(WEIGHTS, WEIGHTS.length)) : kept;
    }
}
