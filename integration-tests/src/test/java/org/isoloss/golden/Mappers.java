/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How to say each (loss, impl) pair here. One class for each family keeps its part of the table. */
final class Mappers {

    private static final Map<String, Mapper> ALL = merged(List.of(
            ClassificationMappers.all(),
            SegmentationMappers.all(),
            RegressionMappers.all(),
            EmbeddingMappers.all(),
            RankingMappers.all(),
            BlockMappers.all()));

    private Mappers() {}

    private static Map<String, Mapper> merged(List<Map<String, Mapper>> families) {
        Map<String, Mapper> all = new HashMap<>();
        families.forEach(family -> family.forEach((pair, mapper) -> {
            if (all.put(pair, mapper) != null) {
                throw new IllegalStateException("two mappers for " + pair);
            }
        }));
        return Map.copyOf(all);
    }

    /** All that there is a mapper for, by "loss/impl". */
    static Set<String> pairs() {
        return ALL.keySet();
    }

    static boolean knows(String pair) {
        return ALL.containsKey(pair);
    }

    /** The case in our words; empty if there is no mapper, or it has no word for a parameter. */
    static Optional<Mapped> map(GoldenCase golden) {
        Mapper mapper = ALL.get(golden.pair());
        if (mapper == null) {
            return Optional.empty();
        }
        try {
            Mapped mapped = mapper.map(golden);
            return golden.unread().isEmpty() ? Optional.of(mapped) : Optional.empty();
        } catch (UnmappedParameter e) {
            return Optional.empty();
        }
    }
}
