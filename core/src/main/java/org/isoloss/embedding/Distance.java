/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import org.isoloss.tensor.Tensor;

/** How far apart two embeddings are, at least 0: a role, so that a record of one's own may play it too. */
public interface Distance {

    /** The distances over the last axis; the axes before it broadcast. */
    Tensor between(Tensor a, Tensor b);

    /**
     * {@code [N, M]} distances of all rows of {@code a [N, D]} from all rows of {@code b [M, D]}. From differences, where it is
     * not overridden: products would cost the digits of near neighbours, in float32 all of them.
     */
    default Tensor table(Tensor a, Tensor b) {
        return between(a.reshape(a.size(0), 1, a.size(1)), b);
    }
}
