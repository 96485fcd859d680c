/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.rows;

import java.util.Map;
import org.isoloss.Reduction;
import org.isoloss.classification.BinaryCrossEntropy;

/** The losses of classes, truth values and segments. */
final class ClassificationMappers {
    private ClassificationMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.ofEntries(
                Map.entry("binary_cross_entropy_with_logits/torch", ClassificationMappers::binaryCrossEntropy));
    }

    private static Mapped binaryCrossEntropy(GoldenCase c) {
        Reduction reduction = c.params().reduction("mean");
        return Mapped.of(
                new BinaryCrossEntropy().withReduction(reduction),
                "input",
                rows(c.inputs().tensor("input")),
                rows(c.inputs().tensor("target")));
    }
}
