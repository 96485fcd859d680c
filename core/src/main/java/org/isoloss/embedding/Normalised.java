/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import org.isoloss.tensor.Tensor;

/**
 * The distance of embeddings that are scaled to length 1 first; zeros stay.
 *
 * @param distance of what is scaled; Euclidean
 * @since 0.1
 */
public record Normalised(Distance distance) implements Distance {

    public Normalised() {
        this(new Minkowski());
    }

    @Override
    public Tensor between(Tensor a, Tensor b) {
        return distance.between(a.normalize(), b.normalize());
    }

    @Override
    public Tensor table(Tensor a, Tensor b) {
        return distance.table(a.normalize(), b.normalize());
    }
}
