/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import org.isoloss.tensor.Tensor;

/** The square of the Euclidean distance. */
public record SquaredEuclidean() implements Distance {

    @Override
    public Tensor between(Tensor a, Tensor b) {
        return a.minus(b).square().sum(-1);
    }
}
