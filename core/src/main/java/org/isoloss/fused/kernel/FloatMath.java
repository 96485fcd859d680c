/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/**
 * The exponential and the logarithm in {@code float}: the constants of the polynomials, and what they are for one number. The
 * vector kernels do the same operations in the same order, so that both give the same bits.
 *
 * <p>The coefficients are minimax (Remez) for the relative error of the function: 3e-9 for exp, 6e-9 for log, before rounding.
 */
final class FloatMath {

    static final float LOG2_E = 1.442695f;
    /** ln 2 in two parts; a whole number of the first, which is short, can be taken away without rounding. */
    static final float LN2 = 0x1.63p-1f;

    static final float LN2_REST = -2.1219444e-4f;

    /** Adding it leaves the nearest whole number in the lowest bits, and taking it away that number. */
    static final float ROUNDER = 0x1.8p23f;

    /** Where exp becomes less than the smallest normal number, and more than the largest. */
    static final float EXP_LOWEST = -87.33654f;

    static final float EXP_HIGHEST = 88.72283f;

    /** {@code exp(r) = 1 + r (1 + r (E2 + r (E3 + ...)))} for |r| up to ln 2 / 2. */
    static final float E2 = 0.49999994f;

    static final float E3 = 0.16666521f;
    static final float E4 = 0.04166839f;
    static final float E5 = 0.008368745f;
    static final float E6 = 0.001381454f;

    static final int MANTISSA = 23;
    static final int MANTISSA_MASK = (1 << MANTISSA) - 1;
    static final int BIAS = 127;
    /** The bits of the root of one half, and how far they are from those of one. */
    static final int ROOT_HALF = 0x3f3504f3;

    static final int TO_ONE = 0x3f800000 - ROOT_HALF;

    /** A number whose lowest bits count in ones; with a biased exponent put there it is that exponent more. */
    static final int COUNTER = 0x4b000000;

    static final float COUNTER_AND_BIAS = 0x1p23f + BIAS;
    /** Makes a subnormal number normal. */
    static final float LIFT = 0x1p23f;

    static final float LIFT_LOG2 = 23;

    /** {@code log(1 + r) = r - r^2 / 2 + r^3 (L3 + L4 r + ...)} from the root of one half to that of two. */
    static final float L3 = 0.3333333f;

    static final float L4 = -0.2500082f;
    static final float L5 = 0.20001227f;
    static final float L6 = -0.16623357f;
    static final float L7 = 0.14201756f;
    static final float L8 = -0.13160187f;
    static final float L9 = 0.12761591f;
    static final float L10 = -0.07634504f;

    /** {@code log(1 + z) = z + z^2 (Q2 + Q3 z + ...)} for z in [0, 1], where nothing can go wrong. */
    static final float Q2 = -0.5f;

    static final float Q3 = 0.3333309f;
    static final float Q4 = -0.2499328f;
    static final float Q5 = 0.19926165f;
    static final float Q6 = -0.16227831f;
    static final float Q7 = 0.12678446f;
    static final float Q8 = -0.085903876f;
    static final float Q9 = 0.04428696f;
    static final float Q10 = -0.014677271f;
    static final float Q11 = 0.0022754692f;

    private FloatMath() {}

    static float exp(float x) {
        if (!(x <= EXP_HIGHEST)) {
            return x * Float.POSITIVE_INFINITY;
        }
        if (x < EXP_LOWEST) {
            return 0;
        }
        float k = rounded(x);
        return scaled(mantissa(x, k), k);
    }

    /** The exponent of {@code exp(x)} as a power of two, the nearest whole number, in the lowest bits. */
    static float rounded(float x) {
        return Math.fma(x, LOG2_E, ROUNDER);
    }

    /** {@code exp(x)} divided by that power. */
    static float mantissa(float x, float rounded) {
        float k = rounded - ROUNDER;
        float r = Math.fma(k, -LN2_REST, Math.fma(k, -LN2, x));
        float p = Math.fma(Math.fma(Math.fma(Math.fma(E6, r, E5), r, E4), r, E3), r, E2);
        return Math.fma(Math.fma(p, r, 1), r, 1);
    }

    /** {@code y} times that power. */
    static float scaled(float y, float rounded) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) + (Float.floatToRawIntBits(rounded) << MANTISSA));
    }

    static float log(float x) {
        if (!(x > 0 && x < Float.POSITIVE_INFINITY)) {
            return x < 0 ? Float.NaN : x == 0 ? Float.NEGATIVE_INFINITY : x;
        }
        boolean small = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(small ? x * LIFT : x) + TO_ONE;
        float e = exponent(bits);
        return log(fraction(bits) - 1, small ? e - LIFT_LOG2 : e);
    }

    static float log1p(float x) {
        if (!(x > -1 && x < Float.POSITIVE_INFINITY)) {
            return x < -1 ? Float.NaN : x == -1 ? Float.NEGATIVE_INFINITY : x;
        }
        float u = 1 + x;
        float b = u - 1;
        float rest = (1 - (u - b)) + (x - b); // of the sum; exact
        int bits = Float.floatToRawIntBits(u) + TO_ONE;
        float e = exponent(bits);
        // half of it and twice the scale, which would not be finite for the largest numbers
        float scale = Float.intBitsToFloat(((2 * BIAS + 1) << MANTISSA) - (bits & ~MANTISSA_MASK));
        return log(Math.fma(0.5f * rest, scale, fraction(bits) - 1), e);
    }

    private static float exponent(int bits) {
        return Float.intBitsToFloat(bits >>> MANTISSA | COUNTER) - COUNTER_AND_BIAS;
    }

    private static float fraction(int bits) {
        return Float.intBitsToFloat((bits & MANTISSA_MASK) + ROOT_HALF);
    }

    /** {@code log((1 + r) 2^e)}. */
    private static float log(float r, float e) {
        float q = Math.fma(Math.fma(Math.fma(L10, r, L9), r, L8), r, L7);
        q = Math.fma(Math.fma(Math.fma(Math.fma(q, r, L6), r, L5), r, L4), r, L3);
        float y = r * r * Math.fma(q, r, -0.5f);
        return Math.fma(e, LN2, r + Math.fma(e, LN2_REST, y));
    }

    static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }

    private static float log1pOfFraction(float z) {
        float q = Math.fma(Math.fma(Math.fma(Math.fma(Q11, z, Q10), z, Q9), z, Q8), z, Q7);
        q = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(q, z, Q6), z, Q5), z, Q4), z, Q3), z, Q2);
        return Math.fma(z * z, q, z);
    }

    static float softplus(float x) {
        return softplus(x, exp(-Math.abs(x)));
    }

    /** The same with {@code e = exp(-|x|)}. */
    static float softplus(float x, float e) {
        return Math.max(x, 0) + log1pOfFraction(e);
    }
}
