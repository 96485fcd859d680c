/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figures for people: three digits, and the same in every country. */
final class Figures {

    private static final MathContext DIGITS = new MathContext(3);

    private Figures() {}

    /** To three digits, so that parameters that are proposed can be read. */
    static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    static List<Double> rounded(List<Double> values) {
        return values.stream().map(v -> rounded(v)).toList();
    }

    /** {@code pattern} with {@code values}; those with decimals to three digits where {@code %s} stands for them. */
    static String say(String pattern, Object... values) {
        return String.format(
                Locale.ROOT,
                pattern,
                Arrays.stream(values)
                        .map(v -> v instanceof Double d ? plain(d) : v)
                        .toArray());
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.isFinite(value)
                        ? BigDecimal.valueOf(rounded(value))
                                .stripTrailingZeros()
                                .toPlainString()
                        : Double.toString(value);
    }

    /** Of sorted numbers. */
    static double median(double... sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
