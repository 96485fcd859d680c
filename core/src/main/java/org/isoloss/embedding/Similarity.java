/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import org.isoloss.tensor.Tensor;

/** How alike two embeddings are. */
public enum Similarity {
    /** The cosine of the angle between them, in [-1, 1]; 0 with an embedding of zeros. */
    COSINE {
        @Override
        Tensor prepare(Tensor x) {
            return x.normalize();
        }
    },
    /** Their inner product. */
    DOT {
        @Override
        Tensor prepare(Tensor x) {
            return x;
        }
    };

    /** Embeddings whose inner products are the similarities. */
    abstract Tensor prepare(Tensor x);

    /** The similarities over the last axis, row by row. */
    public Tensor between(Tensor a, Tensor b) {
        return prepare(a).times(prepare(b)).sum(-1);
    }

    /** {@code [N, M]} similarities of all rows of {@code a [N, D]} with all rows of {@code b [M, D]}. */
    public Tensor table(Tensor a, Tensor b) {
        return prepare(a).matmul(prepare(b).transpose());
    }
}
