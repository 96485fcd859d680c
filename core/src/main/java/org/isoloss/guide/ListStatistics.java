/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long lists are, and how they are graded.
 *
 * @param lists the grades of the documents of each list
 * @since 0.1
 */
public record ListStatistics(List<List<Double>> lists) {

    private static final int LONG = 1000;

    public ListStatistics {
        lists = lists.stream().map(List::copyOf).toList();
        if (lists.isEmpty()) {
            throw new IllegalArgumentException("grades must have at least one of 0 or more, got none");
        }
    }

    /** Of the number of its list and the grade of each document; negative grades say that there is no document. */
    public static ListStatistics of(double[] lists, double[] grades) {
        Map<Double, List<Double>> byList = new LinkedHashMap<>();
        for (int i = 0; i < lists.length; i++) {
            if (grades[i] >= 0) {
                byList.computeIfAbsent(lists[i], list -> new ArrayList<>()).add(grades[i]);
            }
        }
        return new ListStatistics(new ArrayList<>(byList.values()));
    }

    /** The lengths of the lists, in order of length. */
    public List<Integer> lengths() {
        return lists.stream().map(List::size).sorted().toList();
    }

    /** How many lists order nothing, since all their documents have the same grade. */
    public long tied() {
        return lists.stream().filter(list -> distinct(list) == 1).count();
    }

    private static int distinct(Collection<Double> grades) {
        return new HashSet<>(grades).size();
    }

    private Stream<Double> grades() {
        return lists.stream().flatMap(List::stream);
    }

    private boolean pairs() {
        return lists.stream().allMatch(list -> list.size() == 2);
    }

    private boolean orders() {
        return lists.stream().allMatch(list -> distinct(list) == list.size());
    }

    List<Evidence> evidence() {
        List<Integer> lengths = lengths();
        int longest = lengths.get(lengths.size() - 1);
        List<Evidence> evidence = new ArrayList<>();
        Evidence found = Evidence.of(
                "%d lists of %d to %d documents; %d have documents of one grade alone and teach nothing.",
                lists.size(), lengths.get(0), longest, tied());
        evidence.add(longest >= LONG ? found.shows(Trait.LONG_LISTS) : found);
        if (tied() == lists.size()) {
            return evidence;
        }
        if (pairs()) {
            evidence.add(Evidence.of(Trait.PREFERENCES, "Every list has two documents."));
        } else if (Set.of(0.0, 1.0).containsAll(grades().toList())) {
            evidence.add(Evidence.of(Trait.BINARY_GRADES, "Every grade is 0 or 1."));
        } else if (orders()) {
            evidence.add(Evidence.of(Trait.FULL_ORDER, "No two documents of a list have the same grade."));
        }
        return evidence;
    }
}
