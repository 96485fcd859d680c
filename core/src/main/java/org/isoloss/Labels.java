/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.List;
import java.util.Optional;
import org.isoloss.tensor.Tensor;

/**
 * Class labels of which some may be ignored.
 *
 * @param index the labels, 0 where they are ignored, so that they are safe to look up
 * @param kept which rows count; empty if all do
 */
public record Labels(Tensor index, Optional<Tensor> kept) {

    static Labels of(Tensor labels, List<Integer> ignored) {
        return ignored.stream()
                .map(i -> labels.isEqualTo(i).not())
                .reduce(Tensor::and)
                .map(kept -> new Labels(labels.where(kept, 0), Optional.of(kept)))
                .orElseGet(() -> new Labels(labels, Optional.empty()));
    }

    /** {@code x} with zeros in the rows that do not count, so that nothing in them reaches a value or a gradient. */
    public Tensor rows(Tensor x) {
        return kept.map(k -> x.where(k.asColumn(), 0)).orElse(x);
    }
}
