/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponentials and logarithms of ranges of {@code float[]} with the Vector API.
 *
 * <p>Choosing what is beyond the bounds of exp or log takes almost as long as the polynomial. So a range is looked at first, or while
 * it is computed where it is still there for a second try; and where all of it is within them, which it mostly is, the loop that
 * counts does not choose. All give the same bits.
 *
 * <p>The compiler takes one polynomial in a method. What is not whole vectors is done as single numbers.
 */
class VectorFloatFunctions extends VectorFloatMaps {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** A range that a cache holds. */
    private static final int PIECE = 4096;

    /** {@code exp} of more, or of less than minus that, is not what the polynomial says. */
    private static final int EXP_BOUND = Float.floatToIntBits(-FloatMath.EXP_LOWEST);

    private static final int SMALLEST = Float.floatToRawIntBits(Float.MIN_NORMAL);
    private static final int LARGEST = Float.floatToRawIntBits(Float.MAX_VALUE);

    /** All bits, but none in the middle. */
    private static final int[] ALL_BUT_ONE = new int[2 * LANES - 1];

    static {
        Arrays.fill(ALL_BUT_ONE, -1);
        ALL_BUT_ONE[LANES - 1] = 0;
    }

    private static FloatVector at(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }

    /** Whether all are within the bounds of the exponential when {@code m} is taken away; a NaN is not. */
    private static boolean areNear(float[] a, int ao, float m, int n) {
        IntVector farthest = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = ao; i < ao + n; i += LANES) {
            farthest = farthest.max(at(a, i).sub(m).abs().reinterpretAsInts());
        }
        return farthest.reduceLanes(MAX) <= EXP_BOUND;
    }

    /** Whether all are above 0, neither infinite nor so small that they have fewer digits. */
    private static boolean areNormal(float[] a, int ao, int n) {
        IntVector lowest = IntVector.broadcast(IntVector.SPECIES_PREFERRED, Integer.MAX_VALUE);
        IntVector highest = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = ao; i < ao + n; i += LANES) {
            IntVector bits = at(a, i).reinterpretAsInts();
            lowest = lowest.min(bits);
            highest = highest.max(bits);
        }
        return lowest.reduceLanes(MIN) >= SMALLEST && highest.reduceLanes(MAX) <= LARGEST;
    }

    @Override
    public void exp(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        if (areNear(a, ao, 0, end)) {
            expOfNear(a, ao, d, o, end);
        } else {
            expOfAny(a, ao, d, o, end);
        }
        super.exp(a, ao + end, d, o + end, n - end);
    }

    private static void expOfNear(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorFloatMath.power(at(a, ao + i)).intoArray(d, o + i);
        }
    }

    private static void expOfAny(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorFloatMath.exp(at(a, ao + i)).intoArray(d, o + i);
        }
    }

    /** What is not whole vectors is a last vector too, which computes some numbers once more, unless it would read results. */
    @Override
    public double expSum(float[] a, int ao, double m, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        int stop = a != d && n > LANES ? n : end;
        double s = 0;
        int done = 0;
        while (done < stop) {
            int next = done < end ? Math.min(done + PIECE, end) : n;
            int from = next - Math.max(next - done, LANES);
            float sum = expSumOfVectors(a, ao + from, (float) m, d, o + from, next - from);
            s += done < end ? sum : super.sum(d, o + end, n - end);
            done = next;
        }
        return stop == n ? s : s + super.expSum(a, ao + stop, m, d, o + stop, n - stop);
    }

    /** The vector that holds the one left out is a loop of its own, between two without it. */
    @Override
    public double expSumBut(float[] a, int ao, double m, float[] d, int o, int n, int but) {
        if (but < 0 || a == d || n < LANES) {
            return super.expSumBut(a, ao, m, d, o, n, but);
        }
        int from = Math.min(but / LANES * LANES, n - LANES);
        int to = from + LANES;
        double around = expSum(a, ao, m, d, o, from) + expSum(a, ao + to, m, d, o + to, n - to);
        return around + expSumOfVectorBut(a, ao + from, (float) m, d, o + from, but - from);
    }

    private static float expSumOfVectorBut(float[] a, int ao, float m, float[] d, int o, int but) {
        FloatVector e = VectorFloatMath.exp(at(a, ao).sub(m));
        e.intoArray(d, o);
        IntVector others = IntVector.fromArray(IntVector.SPECIES_PREFERRED, ALL_BUT_ONE, LANES - 1 - but);
        return VectorFloatMath.sum(e.reinterpretAsInts().and(others).reinterpretAsFloats());
    }

    /** In place there is no second try. */
    private static float expSumOfVectors(float[] a, int ao, float m, float[] d, int o, int n) {
        float near = a != d || areNear(a, ao, m, n) ? expSumOfNear(a, ao, m, d, o, n) : Float.NaN;
        return Float.isNaN(near) ? expSumOfAny(a, ao, m, d, o, n) : near;
    }

    /** NaN if not all are near. */
    private static float expSumOfNear(float[] a, int ao, float m, float[] d, int o, int n) {
        FloatVector s = FloatVector.zero(SPECIES);
        IntVector farthest = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = 0; i < n; i += LANES) {
            FloatVector x = at(a, ao + i).sub(m);
            farthest = farthest.max(x.abs().reinterpretAsInts());
            FloatVector e = VectorFloatMath.power(x);
            e.intoArray(d, o + i);
            s = s.add(e);
        }
        return farthest.reduceLanes(MAX) <= EXP_BOUND ? VectorFloatMath.sum(s) : Float.NaN;
    }

    private static float expSumOfAny(float[] a, int ao, float m, float[] d, int o, int n) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector e = VectorFloatMath.exp(at(a, ao + i).sub(m));
            e.intoArray(d, o + i);
            s = s.add(e);
        }
        return VectorFloatMath.sum(s);
    }

    @Override
    public void sigmoid(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        if (areNear(a, ao, 0, end)) {
            sigmoidOfNear(a, ao, d, o, end);
        } else {
            sigmoidOfAny(a, ao, d, o, end);
        }
        super.sigmoid(a, ao + end, d, o + end, n - end);
    }

    private static void sigmoidOfNear(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorFloatMath.sigmoidOf(VectorFloatMath.power(at(a, ao + i).neg()))
                    .intoArray(d, o + i);
        }
    }

    private static void sigmoidOfAny(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorFloatMath.sigmoidOf(VectorFloatMath.exp(at(a, ao + i).neg())).intoArray(d, o + i);
        }
    }

    @Override
    public void softplus(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorFloatMath.softplus(at(a, ao + i)).intoArray(d, o + i);
        }
        super.softplus(a, ao + end, d, o + end, n - end);
    }

    @Override
    public void logSigmoid(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorFloatMath.softplus(at(a, ao + i).neg()).neg().intoArray(d, o + i);
        }
        super.logSigmoid(a, ao + end, d, o + end, n - end);
    }

    @Override
    public void log(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        if (areNormal(a, ao, end)) {
            logOfNormal(a, ao, d, o, end);
        } else {
            logOfAny(a, ao, d, o, end);
        }
        super.log(a, ao + end, d, o + end, n - end);
    }

    private static void logOfNormal(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorFloatMath.logOfNormal(at(a, ao + i)).intoArray(d, o + i);
        }
    }

    private static void logOfAny(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorFloatMath.log(at(a, ao + i)).intoArray(d, o + i);
        }
    }

    @Override
    public void log1p(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorFloatMath.log1p(at(a, ao + i)).intoArray(d, o + i);
        }
        super.log1p(a, ao + end, d, o + end, n - end);
    }
}
