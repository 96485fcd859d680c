/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.isoloss.tensor.Tensor;

/** What the losses share in which a row must find its own partner among those of the whole batch. */
final class InBatch {
    private InBatch() {}

    /**
     * How improbable row i finds column i, {@code [N]}: cross-entropy of the scores' softmax.
     *
     * @param scores {@code [N, M]}, M a multiple of N; columns i, N + i, 2 N + i, ... belong to row i
     * @param kept which rows and their columns count
     * @param symmetric whether column i must find row i too, and both count half
     */
    static Tensor missed(Tensor scores, Optional<Tensor> kept, boolean symmetric) {
        Tensor there = missed(scores, kept);
        return symmetric
                ? there.plus(missed(scores.slice(1, 0, scores.size(0)).transpose(), kept))
                        .over(2)
                : there;
    }

    private static Tensor missed(Tensor scores, Optional<Tensor> kept) {
        int blocks = Math.toIntExact(scores.size(1) / scores.size(0));
        Tensor rivals = kept.map(k -> Tensor.concat(Collections.nCopies(blocks, k), 0))
                .map(k -> scores.where(k, Double.NEGATIVE_INFINITY))
                .orElse(scores);
        return rivals.logSumExp().minus(scores.pick(scores.range(scores.size(0))));
    }

    /** {@code x}, one below the other. */
    static Tensor stacked(List<Tensor> x) {
        return x.size() == 1 ? x.get(0) : Tensor.concat(x, 0);
    }
}
