/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How often classes occur.
 *
 * @param counts of each class from 0 to the largest that occurs; at least one
 * @param unknown the negative labels that occur, which name no class
 * @since 0.1
 */
public record ClassStatistics(List<Long> counts, List<Integer> unknown) {

    /** More classes than any vocabulary has: such numbers are something else. */
    private static final int MOST = 1 << 24;

    private static final int LARGE_VOCABULARY = 10_000;

    public ClassStatistics {
        counts = List.copyOf(counts);
        unknown = List.copyOf(unknown);
        if (counts.stream().noneMatch(n -> n > 0)) {
            throw new IllegalArgumentException("labels must name at least one class, got none");
        }
    }

    /** Of labels, which must be whole numbers. */
    public static ClassStatistics of(double... labels) {
        for (double label : labels) {
            if (label != Math.rint(label) || label >= MOST || label < Integer.MIN_VALUE) {
                throw new IllegalArgumentException(Figures.say(
                        "labels must be whole numbers below %s, got %s",
                        Integer.toString(MOST), Double.toString(label)));
            }
        }
        int classes = 1 + (int) Arrays.stream(labels).max().orElse(-1);
        long[] counts = new long[Math.max(0, classes)];
        Arrays.stream(labels).filter(y -> y >= 0).forEach(y -> counts[(int) y]++);
        return new ClassStatistics(
                Arrays.stream(counts).boxed().toList(),
                Arrays.stream(labels)
                        .filter(y -> y < 0)
                        .mapToInt(y -> (int) y)
                        .distinct()
                        .sorted()
                        .boxed()
                        .toList());
    }

    private List<Long> present() {
        return counts.stream().filter(n -> n > 0).toList();
    }

    /** How many labels name a class. */
    public long known() {
        return counts.stream().mapToLong(n -> n).sum();
    }

    /** How much more frequent the most frequent class is than the rarest that occurs. */
    public double imbalance() {
        return (double) Collections.max(present()) / Collections.min(present());
    }

    /**
     * Weights by which every class that occurs counts the same, and 1 on average over the labels: {@code n / (C n[c])} with C
     * classes that occur, as {@code class_weight="balanced"} of scikit-learn; 1 for a class that does not occur.
     */
    public List<Double> balancedWeights() {
        double share = (double) known() / present().size();
        return counts.stream().map(n -> n == 0 ? 1 : share / n).toList();
    }

    List<Evidence> ofClasses() {
        List<Evidence> evidence = new ArrayList<>();
        String found = "%d classes of %d to %d labels"
                .formatted(present().size(), Collections.min(present()), Collections.max(present()));
        evidence.addAll(Balance.of(found, imbalance(), Map.of("classWeights", Figures.rounded(balancedWeights()))));
        evidence.addAll(ofTokens());
        return evidence;
    }

    /** Without balance: how frequent a token is, a language model must learn. */
    List<Evidence> ofTokens() {
        List<Evidence> evidence = new ArrayList<>();
        if (!unknown.isEmpty()) {
            evidence.add(Evidence.of(Trait.MISSING_LABELS, "The labels %s name no class.", unknown)
                    .with(Map.of("ignoreIndices", unknown)));
        }
        double guess = Math.log(counts.size());
        String found = "%s classes, so a loss that starts near log C = %s has learned nothing yet.";
        Evidence size = Evidence.of(found, Integer.toString(counts.size()), guess);
        evidence.add(counts.size() < LARGE_VOCABULARY ? size : size.shows(Trait.LARGE_VOCABULARY));
        return evidence;
    }
}
