/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponentials and logarithms of ranges of {@code float[]} with the Vector API.
 *
 * <p>Choosing what is beyond the bounds of exp or log takes almost as long as the polynomial. So the loop that counts does not
 * choose, and what it gives for numbers beyond them, of which there are few, is mended. All give the same bits.
 *
 * <p>The compiler takes one polynomial in a method. If it merges that with another loop, it may call what is ours instead of
 * compiling it there, with vectors on the heap, and take ten times as long; so a loop behind a polynomial calls nothing of ours.
 * What is not whole vectors is done as single numbers; of exponentials, as a last vector that begins earlier.
 */
class VectorFloatFunctions extends VectorFloatMaps {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** What is summed in float, and a cache holds. */
    private static final int PIECE = FloatPiece.MOST;

    /** {@code exp} of more, or of less than minus that, is not what the polynomial says. */
    private static final int EXP_BOUND = Float.floatToIntBits(-FloatMath.EXP_LOWEST);

    /** A thread's room for the lanes of a vector; small, since the threads of a pool forget it. */
    private static final ThreadLocal<float[]> ROOM = ThreadLocal.withInitial(() -> new float[LANES]);

    private static final int SMALLEST = Float.floatToRawIntBits(Float.MIN_NORMAL);
    private static final int LARGEST = Float.floatToRawIntBits(Float.MAX_VALUE);

    private static final int MINUS_INFINITY = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
    private static final int NAN = Float.floatToRawIntBits(Float.NaN);

    /** Whether all are within the bounds of the exponential when {@code m} is taken away; a NaN is not. */
    private static boolean areNear(float[] a, int ao, float m, int n) {
        IntVector farthest = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = ao; i < ao + n; i += LANES) {
            farthest = farthest.max(
                    fromArray(SPECIES, a, i).sub(m).reinterpretAsInts().and(Integer.MAX_VALUE));
        }
        return farthest.reduceLanes(MAX) <= EXP_BOUND;
    }

    /** Whether all are above 0, neither infinite nor so small that they have fewer digits. */
    private static boolean areNormal(float[] a, int ao, int n) {
        IntVector lowest = IntVector.broadcast(IntVector.SPECIES_PREFERRED, Integer.MAX_VALUE);
        IntVector highest = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = ao; i < ao + n; i += LANES) {
            IntVector bits = fromArray(SPECIES, a, i).reinterpretAsInts();
            lowest = lowest.min(bits);
            highest = highest.max(bits);
        }
        return lowest.reduceLanes(MIN) >= SMALLEST && highest.reduceLanes(MAX) <= LARGEST;
    }

    @Override
    public void exp(float[] a, int ao, float[] d, int o, int n) {
        expSum(a, ao, 0, d, o, n);
    }

    @Override
    public double expSum(float[] a, int ao, double m, float[] d, int o, int n) {
        if (n < LANES) {
            return super.expSum(a, ao, m, d, o, n);
        }
        double s = 0;
        for (int i = 0; i < n; ) {
            int w = n - i <= PIECE ? n - i : PIECE - LANES;
            s += a == d
                    ? expSumInPlace(a, ao + i, (float) m, o + i, w)
                    : expSumOfPiece(a, ao + i, (float) m, d, o + i, w);
            i += w;
        }
        return s;
    }

    /** From a copy, where a number that is looked at once more would be a result. */
    private float expSumInPlace(float[] a, int ao, float m, int o, int n) {
        return n % LANES == 0 && areNear(a, ao, m, n)
                ? expSumOfPiece(a, ao, m, a, o, n)
                : expSumOfPiece(FloatPiece.copy(a, ao, n), 0, m, a, o, n);
    }

    @Override
    public void expSums(float[] a, int ao, float[] m, int mo, float[] d, int o, int n, float[] s, int so, int rows) {
        if (n < LANES || n > PIECE || a == d) {
            super.expSums(a, ao, m, mo, d, o, n, s, so, rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            s[so + r] = expSumOfPiece(a, ao + r * n, m[mo + r], d, o + r * n, n);
        }
    }

    /** The plain sums have no vectors: with more of these, the two loops would be more than the compiler takes as one. */
    private float expSumOfPiece(float[] a, int ao, float m, float[] d, int o, int n) {
        float[] lanes = ROOM.get();
        float near = expSumOfNear(a, ao, m, d, o, n, lanes) ? sumOf(lanes) : Float.NaN;
        if (!Float.isFinite(near)) {
            mendExp(a, ao, m, d, o, n);
            return (float) super.sum(d, o, n);
        }
        return near - (float) super.sum(d, o + n - LANES, -n & LANES - 1);
    }

    /**
     * Whether all are near; those that are not have any result. What is not whole vectors is a last vector, and the sum, of which each
     * lane has a part, has what that computes once more.
     */
    private static boolean expSumOfNear(float[] a, int ao, float m, float[] d, int o, int n, float[] lanes) {
        FloatVector s = FloatVector.zero(SPECIES);
        IntVector farthest = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = 0; i < n; i += LANES) {
            int at = Math.min(i, n - LANES);
            FloatVector x = fromArray(SPECIES, a, ao + at).sub(m);
            farthest = farthest.max(x.reinterpretAsInts().and(Integer.MAX_VALUE));
            FloatVector e = VectorFloatMath.power(x);
            e.intoArray(d, o + at);
            s = s.add(e);
        }
        s.intoArray(lanes, 0);
        return farthest.reduceLanes(MAX) <= EXP_BOUND;
    }

    /** In the order of {@link VectorFloatMath#sum}, which is half of what the compiler takes as one. */
    private static float sumOf(float[] lanes) {
        for (int w = 1; w < LANES; w *= 2) {
            for (int i = 0; i < LANES; i += 2 * w) {
                lanes[i] += lanes[i + w];
            }
        }
        return lanes[0];
    }

    /** Puts in what {@code exp} is beyond its bounds: 0 below, infinity above, and NaN of NaN, whose bits come after infinity's. */
    private static void mendExp(float[] a, int ao, float m, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            int at = Math.min(i, n - LANES);
            FloatVector x = fromArray(SPECIES, a, ao + at).sub(m);
            IntVector low = x.sub(FloatMath.EXP_LOWEST).reinterpretAsInts();
            IntVector high = x.neg().add(FloatMath.EXP_HIGHEST).reinterpretAsInts();
            IntVector nan = x.reinterpretAsInts().and(Integer.MAX_VALUE).neg().add(INFINITY);
            fromArray(SPECIES, d, o + at)
                    .reinterpretAsInts()
                    .and(low.lanewise(ASHR, SIGN).not())
                    .lanewise(
                            BITWISE_BLEND,
                            x.mul(Float.POSITIVE_INFINITY).reinterpretAsInts(),
                            high.or(nan).lanewise(ASHR, SIGN))
                    .reinterpretAsFloats()
                    .intoArray(d, o + at);
        }
    }

    @Override
    public void sigmoid(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        if (areNear(a, ao, 0, end)) {
            sigmoidOfNear(a, ao, d, o, end);
        } else {
            neg(a, ao, d, o, end);
            exp(d, o, d, o, end);
            add(d, o, 1, d, o, end);
            recip(d, o, d, o, end);
        }
        super.sigmoid(a, ao + end, d, o + end, n - end);
    }

    private static void sigmoidOfNear(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector z = VectorFloatMath.power(fromArray(SPECIES, a, ao + i).neg());
            broadcast(SPECIES, 1).div(z.add(1)).intoArray(d, o + i);
        }
    }

    @Override
    public void softplus(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorFloatMath.softplus(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        super.softplus(a, ao + end, d, o + end, n - end);
    }

    @Override
    public void logSigmoid(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorFloatMath.softplus(fromArray(SPECIES, a, ao + i).neg()).neg().intoArray(d, o + i);
        }
        super.logSigmoid(a, ao + end, d, o + end, n - end);
    }

    /** In place, what is not all normal is done as single numbers. */
    @Override
    public void log(float[] a, int ao, float[] d, int o, int n) {
        int whole = SPECIES.loopBound(n);
        boolean normal = areNormal(a, ao, whole);
        int end = normal || a != d ? whole : 0;
        logOfNormal(a, ao, d, o, end);
        if (!normal && mendLog(a, ao, d, o, end)) {
            logOfSubnormal(a, ao, d, o, end);
        }
        super.log(a, ao + end, d, o + end, n - end);
    }

    private static void logOfNormal(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorFloatMath.logOfNormal(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
    }

    /**
     * Puts in what {@code log} is of numbers that are not above 0 or not finite: the number itself, NaN where there is a sign, -infinity
     * of 0. Says whether there are subnormal numbers, which are left.
     */
    private static boolean mendLog(float[] a, int ao, float[] d, int o, int n) {
        IntVector subnormal = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = 0; i < n; i += LANES) {
            IntVector bits = fromArray(SPECIES, a, ao + i).reinterpretAsInts();
            IntVector size = bits.and(Integer.MAX_VALUE);
            IntVector zero = size.sub(1);
            subnormal = subnormal.or(size.sub(SMALLEST).and(zero.not()));
            fromArray(SPECIES, d, o + i)
                    .reinterpretAsInts()
                    .lanewise(BITWISE_BLEND, bits, size.neg().add(LARGEST).lanewise(ASHR, SIGN))
                    .or(bits.lanewise(ASHR, SIGN).and(NAN))
                    .lanewise(BITWISE_BLEND, MINUS_INFINITY, zero.lanewise(ASHR, SIGN))
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        return subnormal.reduceLanes(OR) < 0;
    }

    private static void logOfSubnormal(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            if (Math.abs(a[ao + i]) < Float.MIN_NORMAL) {
                d[o + i] = FloatMath.log(a[ao + i]);
            }
        }
    }

    @Override
    public void log1p(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorFloatMath.log1p(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        super.log1p(a, ao + end, d, o + end, n - end);
    }
}
