/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import org.isoloss.tensor.Tensor;

/** What the cosine of the angle lacks to 1, in [0, 2]; 1 from an embedding of zeros. */
public record CosineDistance() implements Distance {

    @Override
    public Tensor between(Tensor a, Tensor b) {
        return a.normalize().times(b.normalize()).sum(-1).negate().plus(1);
    }

    @Override
    public Tensor table(Tensor a, Tensor b) {
        return Similarity.COSINE.table(a, b).negate().plus(1);
    }
}
