/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.metric;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A sum of doubles without rounding, so that neither order nor grouping matters and nothing overflows on the way.
 *
 * @param finite the sum of all finite numbers
 * @param rest the sum of the others, NaN or an infinity; 0 if there were none
 */
public record ExactSum(BigDecimal finite, double rest) implements Serializable {

    /** The sum of no numbers. */
    public static final ExactSum ZERO = new ExactSum(BigDecimal.ZERO, 0);

    public ExactSum plus(double x) {
        return Double.isFinite(x) ? new ExactSum(finite.add(new BigDecimal(x)), rest) : new ExactSum(finite, rest + x);
    }

    public ExactSum plus(ExactSum other) {
        return new ExactSum(finite.add(other.finite), rest + other.rest);
    }

    /** The double next to the sum. */
    public double value() {
        return rest == 0 ? finite.doubleValue() : rest;
    }

    /** The double next to the quotient, 0 if {@code count} is 0. The quotient of sums that no double can hold may be moderate. */
    public double over(ExactSum count) {
        if (rest != 0 || count.rest != 0) {
            return value() / count.value();
        }
        return count.finite.signum() == 0
                ? 0
                : finite.divide(count.finite, MathContext.DECIMAL128).doubleValue();
    }
}
