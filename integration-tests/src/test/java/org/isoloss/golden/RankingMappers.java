/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Map;

/** The losses of ranked lists, and of alignments. */
final class RankingMappers {
    private RankingMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.of();
    }
}
