/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A summary of the targets of one batch. Distributions over classes, one-hot ones too, count as class numbers weighed by them.
 *
 * @param rows how many numbers it sums up
 * @param mean of the numbers
 * @param variance of the numbers about their mean, divided by rows
 * @param least the least number
 * @param most the greatest
 * @param classes how many rows each class has; empty if the targets are no classes or the classes more than {@value #MOST}
 * @since 0.1
 */
public record Targets(
        long rows, double mean, double variance, double least, double most, Map<Integer, Double> classes) {

    /** Beyond that many classes their frequencies are not kept. */
    public static final int MOST = 1000;

    private static final double ROUNDING = 1e-3;

    public Targets {
        classes = Map.copyOf(classes);
    }

    /** Of numbers in row-major order, {@code width} in a row. */
    public static Targets of(double[] values, long width) {
        return width > 1 && areDistributions(values, (int) width)
                ? ofDistributions(values, (int) width)
                : ofNumbers(values);
    }

    private static boolean areDistributions(double[] values, int width) {
        for (int from = 0; from < values.length; from += width) {
            double sum = Arrays.stream(values, from, from + width).sum();
            double least = Arrays.stream(values, from, from + width).min().orElse(0);
            if (!(Math.abs(sum - 1) < ROUNDING && least >= 0)) {
                return false;
            }
        }
        return true;
    }

    private static Targets ofDistributions(double[] values, int width) {
        int rows = values.length / width;
        double[] expected = new double[rows];
        Map<Integer, Double> classes = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            expected[i / width] += values[i] * (i % width);
            if (values[i] > 0 && width <= MOST) {
                classes.merge(i % width, values[i], Double::sum);
            }
        }
        Targets numbers = ofNumbers(expected);
        return new Targets(rows, numbers.mean, numbers.variance, numbers.least, numbers.most, classes);
    }

    private static Targets ofNumbers(double[] values) {
        int rows = values.length;
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(0);
        boolean classes = least >= 0 && most < MOST && Arrays.stream(values).allMatch(v -> v == Math.rint(v));
        return new Targets(rows, mean, variance, least, most, classes ? counted(values) : Map.of());
    }

    private static Map<Integer, Double> counted(double[] values) {
        Map<Integer, Double> classes = new TreeMap<>();
        for (double v : values) {
            classes.merge((int) v, 1.0, Double::sum);
        }
        return classes;
    }

    Targets lean() {
        return new Targets(rows, mean, variance, least, most, Map.of());
    }
}
