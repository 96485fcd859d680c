/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.isoloss.Check;

/**
 * How numbers are spread: targets, or better the residuals of a first fit, whose spread is what a loss meets in the end. Median
 * and median deviation do not move with gross errors, as mean and deviation do.
 *
 * @since 0.1
 */
public final class TargetStatistics {

    /** Makes the median absolute deviation of normal numbers their standard deviation: 1 over its 3/4 quantile. */
    private static final double NORMAL = 1.4826;

    /** Deviations from which a number is an outlier (Hampel's identifier, Davies and Gather 1993). */
    private static final double FAR = 3;

    /** Of normal numbers 0.27 % are that far. */
    private static final double MANY = 0.01;

    /** In deviations: 95 % of the precision of the mean where errors are normal (Huber 1981; Holland and Welsch 1977). */
    private static final double HUBER = 1.345;

    private static final double MANY_ZEROS = 0.1;

    private final double[] sorted;

    private TargetStatistics(double... sorted) {
        this.sorted = sorted;
    }

    /** Of finite numbers, at least one. */
    public static TargetStatistics of(double... targets) {
        Check.atLeast("number of targets", targets.length, 1);
        Arrays.stream(targets).forEach(y -> Check.finite("targets", y));
        return new TargetStatistics(Arrays.stream(targets).sorted().toArray());
    }

    /** The median, the mean of the middle two of an even number. */
    public double median() {
        return Figures.median(sorted);
    }

    /** 1.4826 times the median absolute deviation from the median; 0 if more than half the numbers are equal. */
    public double scale() {
        double middle = median();
        return NORMAL
                * Figures.median(Arrays.stream(sorted)
                        .map(y -> Math.abs(y - middle))
                        .sorted()
                        .toArray());
    }

    /** The share of numbers that are more than three scales from the median; 0 if the scale is. */
    public double outliers() {
        double middle = median();
        double reach = FAR * scale();
        return reach == 0 ? 0 : share(y -> Math.abs(y - middle) > reach ? 1 : 0);
    }

    /** Where Huber's loss should go over from squared to absolute: 1.345 scales. */
    public double delta() {
        return HUBER * scale();
    }

    /** The third moment over the 3/2 power of the second, both about the mean; 0 if all numbers are equal. */
    public double skewness() {
        double mean = share(y -> y);
        double second = share(y -> (y - mean) * (y - mean));
        return second == 0 ? 0 : share(y -> (y - mean) * (y - mean) * (y - mean)) / Math.pow(second, 1.5);
    }

    /** Variance over mean, 1 for Poisson's counts; NaN if the mean is 0. */
    public double dispersion() {
        double mean = share(y -> y);
        return share(y -> (y - mean) * (y - mean)) / mean;
    }

    /** The share of numbers that are exactly 0. */
    public double zeros() {
        return share(y -> y == 0 ? 1 : 0);
    }

    private double share(DoubleUnaryOperator part) {
        return Arrays.stream(sorted).map(part).average().orElse(0);
    }

    private boolean whole() {
        return Arrays.stream(sorted).allMatch(y -> y == Math.rint(y));
    }

    /** Whole numbers from 0 or 1 on that go beyond 1. */
    private boolean counts() {
        return whole() && (sorted[0] == 0 || sorted[0] == 1) && sorted[sorted.length - 1] > 1;
    }

    private boolean tailOfLogarithms() {
        return sorted[0] > 0
                && new TargetStatistics(Arrays.stream(sorted).map(Math::log).toArray()).outliers() <= MANY;
    }

    /** The trait that explains most, if one does, and parameters for what takes them. */
    public List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(spread());
        if (counts()) {
            evidence.add(Evidence.of(
                    Trait.COUNTS, "Whole numbers from %s on; variance over mean is %s.", sorted[0], dispersion()));
        } else if (sorted[0] == 0 && zeros() >= MANY_ZEROS) {
            evidence.add(Evidence.of(
                    Trait.MANY_ZEROS,
                    "%s %% are exactly 0, at least %s %%, and none below.",
                    100 * zeros(),
                    100 * MANY_ZEROS));
        } else if (outliers() > MANY) {
            evidence.add(tail());
        }
        return evidence;
    }

    private Evidence spread() {
        Evidence spread = Evidence.of(
                "%d numbers from %s to %s, median %s, skewness %s; scale %s, which is 1.4826 median deviations.",
                sorted.length, sorted[0], sorted[sorted.length - 1], median(), skewness(), scale());
        if (scale() == 0) {
            return spread;
        }
        double delta = Figures.rounded(delta());
        String proposal = " Delta is 1.345 scales; lower it as errors become smaller than the targets' spread.";
        return new Evidence(spread.trait(), Map.of("delta", delta, "beta", delta), spread.sentence() + proposal);
    }

    private Evidence tail() {
        String found =
                "%s %% are more than 3 scales from the median, where 0.27 %% of normal numbers are and 1 %% is much";
        return tailOfLogarithms()
                ? Evidence.of(Trait.WIDE_RANGE, found + "; their logarithms have no such tail.", 100 * outliers())
                : Evidence.of(Trait.OUTLIERS, found + ".", 100 * outliers());
    }
}
