/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** As {@link FloatMath}, in {@code double}; the coefficients' relative errors are 4e-18 for exp and 1e-18 for log. */
final class DoubleMath {

    static final double LOG2_E = 1.4426950408889634;
    static final double LN2 = 0x1.62e42feep-1;
    static final double LN2_REST = 1.9082149292705877e-10;
    static final double ROUNDER = 0x1.8p52;
    static final double EXP_LOWEST = -708.3964185322641;
    static final double EXP_HIGHEST = 709.782712893384;

    /** {@code exp(r) = 1 + r (1 + r (E2 + r (E3 + ...)))} for |r| up to ln 2 / 2. */
    static final double E2 = 0.5000000000000011;

    static final double E3 = 0.1666666666666641;
    static final double E4 = 0.041666666666529725;
    static final double E5 = 0.00833333333349498;
    static final double E6 = 0.0013888888943760233;
    static final double E7 = 0.00019841269505770564;
    static final double E8 = 2.480149294936181e-05;
    static final double E9 = 2.7557586805904078e-06;
    static final double E10 = 2.763030634462171e-07;
    static final double E11 = 2.500001837640453e-08;

    static final int MANTISSA = 52;
    static final long MANTISSA_MASK = (1L << MANTISSA) - 1;
    static final long BIAS = 1023;
    static final long ROOT_HALF = 0x3fe6a09e667f3bcdL;
    static final long TO_ONE = 0x3ff0000000000000L - ROOT_HALF;
    static final long COUNTER = 0x4330000000000000L;
    static final double COUNTER_AND_BIAS = 0x1p52 + BIAS;
    static final double LIFT = 0x1p52;
    static final double LIFT_LOG2 = 52;

    /** {@code 2 atanh(s) = 2 s + s z (L1 + L2 z + ...)} with {@code z = s^2}, {@code s = r / (2 + r)}. */
    static final double L1 = 0.6666666666666734;

    static final double L2 = 0.3999999999941432;
    static final double L3 = 0.28571428742475;
    static final double L4 = 0.22222198563471532;
    static final double L5 = 0.1818356486740325;
    static final double L6 = 0.15314035816891758;
    static final double L7 = 0.14796105619956618;

    /** The same for z in [0, 1]: {@code 2 s + s w (Q1 + Q2 w + ...)} with {@code s = z / (2 + z)}, {@code w = s^2}. */
    static final double Q1 = 0.6666666666667788;

    static final double Q2 = 0.3999999999599774;
    static final double Q3 = 0.2857142906317304;
    static final double Q4 = 0.22222192655290496;
    static final double Q5 = 0.18182820719537426;
    static final double Q6 = 0.15364192269013066;
    static final double Q7 = 0.1358724469987456;
    static final double Q8 = 0.0989831312944843;
    static final double Q9 = 0.1774884030379;

    private DoubleMath() {}

    static double exp(double x) {
        if (!(x <= EXP_HIGHEST)) {
            return x * Double.POSITIVE_INFINITY;
        }
        if (x < EXP_LOWEST) {
            return 0;
        }
        double k = rounded(x);
        return scaled(mantissa(x, k), k);
    }

    /** The exponent of {@code exp(x)} as a power of two, the nearest whole number, in the lowest bits. */
    static double rounded(double x) {
        return Math.fma(x, LOG2_E, ROUNDER);
    }

    /** {@code exp(x)} divided by that power. */
    static double mantissa(double x, double rounded) {
        double k = rounded - ROUNDER;
        double r = Math.fma(k, -LN2_REST, Math.fma(k, -LN2, x));
        double p = Math.fma(Math.fma(Math.fma(Math.fma(E11, r, E10), r, E9), r, E8), r, E7);
        p = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(p, r, E6), r, E5), r, E4), r, E3), r, E2);
        return Math.fma(Math.fma(p, r, 1), r, 1);
    }

    /** {@code y} times that power. */
    static double scaled(double y, double rounded) {
        return Double.longBitsToDouble(
                Double.doubleToRawLongBits(y) + (Double.doubleToRawLongBits(rounded) << MANTISSA));
    }

    static double log(double x) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            return x < 0 ? Double.NaN : x == 0 ? Double.NEGATIVE_INFINITY : x;
        }
        boolean small = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(small ? x * LIFT : x) + TO_ONE;
        double e = exponent(bits);
        return log(fraction(bits) - 1, small ? e - LIFT_LOG2 : e);
    }

    static double log1p(double x) {
        if (!(x > -1 && x < Double.POSITIVE_INFINITY)) {
            return x < -1 ? Double.NaN : x == -1 ? Double.NEGATIVE_INFINITY : x;
        }
        double u = 1 + x;
        double b = u - 1;
        double rest = (1 - (u - b)) + (x - b); // of the sum; exact
        long bits = Double.doubleToRawLongBits(u) + TO_ONE;
        double e = exponent(bits);
        // half of it and twice the scale, which would not be finite for the largest numbers
        double scale = Double.longBitsToDouble(((2 * BIAS + 1) << MANTISSA) - (bits & ~MANTISSA_MASK));
        return log(Math.fma(0.5 * rest, scale, fraction(bits) - 1), e);
    }

    private static double exponent(long bits) {
        return Double.longBitsToDouble(bits >>> MANTISSA | COUNTER) - COUNTER_AND_BIAS;
    }

    private static double fraction(long bits) {
        return Double.longBitsToDouble((bits & MANTISSA_MASK) + ROOT_HALF);
    }

    /** {@code log((1 + r) 2^e)}; {@code r - r^2 / 2} is kept apart, where it is nearly all. */
    private static double log(double r, double e) {
        double s = r / (2 + r);
        double z = s * s;
        double p = Math.fma(Math.fma(Math.fma(L7, z, L6), z, L5), z, L4);
        p = Math.fma(Math.fma(Math.fma(p, z, L3), z, L2), z, L1);
        double half = 0.5 * r * r;
        double y = Math.fma(s, Math.fma(p, z, half), Math.fma(e, LN2_REST, -half));
        return Math.fma(e, LN2, r + y);
    }

    static double sigmoid(double x) {
        return 1 / (1 + exp(-x));
    }

    private static double log1pOfFraction(double z) {
        double s = z / (2 + z);
        double w = s * s;
        double q = Math.fma(Math.fma(Math.fma(Math.fma(Q9, w, Q8), w, Q7), w, Q6), w, Q5);
        q = Math.fma(Math.fma(Math.fma(Math.fma(q, w, Q4), w, Q3), w, Q2), w, Q1);
        return Math.fma(s * w, q, s + s);
    }

    static double softplus(double x) {
        return softplus(x, exp(-Math.abs(x)));
    }

    /** The same with {@code e = exp(-|x|)}. */
    static double softplus(double x, double e) {
        return Math.max(x, 0) + log1pOfFraction(e);
    }
}
