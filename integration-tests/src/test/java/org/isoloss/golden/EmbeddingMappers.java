/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Map;

/** The losses of embeddings and of pairs. */
final class EmbeddingMappers {
    private EmbeddingMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.of();
    }
}
