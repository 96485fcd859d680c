/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Check;

/**
 * How often labels hold, of one or of several at once.
 *
 * @param positives how often each holds; shares add up
 * @param negatives how often each does not
 * @param unknown how many truths are not known
 * @param shares how many truths are neither 0 nor 1
 * @since 0.1
 */
public record IndicatorStatistics(List<Double> positives, List<Double> negatives, long unknown, long shares) {

    public IndicatorStatistics {
        positives = List.copyOf(positives);
        negatives = List.copyOf(negatives);
    }

    /**
     * Of a column of truths for each label.
     *
     * @param columns of 0, 1 and what lies between, and negative numbers where the truth is not known; or of -1 and 1 alone
     */
    public static IndicatorStatistics of(List<double[]> columns) {
        List<double[]> truths = signs(columns)
                ? columns.stream().map(IndicatorStatistics::truths).toList()
                : columns;
        truths.forEach(
                column -> Arrays.stream(column).filter(y -> !(y < 0)).forEach(y -> Check.within("truths", y, 0, 1)));
        return new IndicatorStatistics(
                truths.stream().map(column -> known(column).sum()).toList(),
                truths.stream()
                        .map(column -> known(column).map(y -> 1 - y).sum())
                        .toList(),
                all(truths).filter(y -> y < 0).count(),
                all(truths).filter(y -> y > 0 && y < 1).count());
    }

    private static boolean signs(List<double[]> columns) {
        return all(columns).allMatch(y -> Math.abs(y) == 1) && all(columns).anyMatch(y -> y < 0);
    }

    private static double[] truths(double... signs) {
        return Arrays.stream(signs).map(y -> (y + 1) / 2).toArray();
    }

    private static DoubleStream known(double... column) {
        return Arrays.stream(column).filter(y -> y >= 0);
    }

    private static DoubleStream all(List<double[]> columns) {
        return columns.stream().flatMapToDouble(Arrays::stream);
    }

    /**
     * For each label negatives over positives, what makes both count the same: {@code pos_weight} of PyTorch; 1 for a label that
     * always or never holds, about which nothing can be learned.
     */
    public List<Double> positiveWeights() {
        return weights().toList();
    }

    private Stream<Double> weights() {
        return IntStream.range(0, positives.size())
                .mapToObj(i -> positives.get(i) > 0 && negatives.get(i) > 0 ? negatives.get(i) / positives.get(i) : 1);
    }

    /** The largest ratio of what holds and what does not, either way round, of all labels. */
    public double imbalance() {
        return weights().mapToDouble(w -> Math.max(w, 1 / w)).max().orElse(1);
    }

    List<Evidence> ofOneLabel() {
        double weight = Figures.rounded(positiveWeights().get(0));
        return evidence(
                Figures.say("%s positives and %s negatives", positives.get(0), negatives.get(0)),
                Map.of("positiveWeight", weight, "alpha", alpha(weight)));
    }

    /** By inverse frequency, but where most is easy as gamma 2 wants it (Lin et al. 2017, section 3.1 and table 1). */
    private double alpha(double weight) {
        if (imbalance() >= Balance.EXTREME) {
            return weight > 1 ? 0.25 : 0.75;
        }
        return Figures.rounded(weight / (1 + weight));
    }

    List<Evidence> ofLabels() {
        return evidence(
                "%d labels, of which the most unequal".formatted(positives.size()),
                Map.of("labelWeights", Figures.rounded(positiveWeights())));
    }

    private List<Evidence> evidence(String found, Map<String, Object> weights) {
        List<Evidence> evidence = new ArrayList<>(Balance.of(found, imbalance(), weights));
        if (unknown > 0) {
            evidence.add(Evidence.of(Trait.MISSING_LABELS, "%d truths are negative: not known.", unknown));
        }
        if (shares > 0) {
            evidence.add(Evidence.of(Trait.SOFT_LABELS, "%d truths are neither 0 nor 1.", shares));
        }
        return evidence;
    }
}
