/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How large groups are.
 *
 * @param sizes of the groups, in order of size
 * @since 0.1
 */
public record GroupStatistics(List<Long> sizes) {

    public GroupStatistics {
        sizes = List.copyOf(sizes);
    }

    /** Of the number of the group of each row. */
    public static GroupStatistics of(double... groups) {
        Map<Double, Long> sizes = Arrays.stream(groups)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return new GroupStatistics(sizes.values().stream().sorted().toList());
    }

    /** How many rows are alone in their group, and so never have a positive. */
    public long alone() {
        return sizes.stream().filter(n -> n == 1).count();
    }

    List<Evidence> evidence() {
        String found = "%d groups, the smallest of %d rows, the largest of %d; %d rows are alone in theirs and have no"
                + " positive.";
        return List.of(
                Evidence.of(Trait.GROUPS, found, sizes.size(), sizes.get(0), sizes.get(sizes.size() - 1), alone()));
    }
}
