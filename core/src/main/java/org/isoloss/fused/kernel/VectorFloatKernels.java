/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops over {@code float[]} with the Vector API: beside the maps choice, fused steps, reductions and the product. */
final class VectorFloatKernels extends VectorFloatFunctions {

    @Override
    public boolean isVector() {
        return true;
    }

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int STEP = 4 * LANES;
    private static final int PIECE = 4096;
    private static final int BIT_OF_ONE = 29;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    @Override
    public Gemm<float[]> gemm() {
        return VectorFloatGemm.ONE;
    }

    private static FloatVector at(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }

    private static FloatVector all(double s) {
        return FloatVector.broadcast(SPECIES, (float) s);
    }

    /** {@code c ? yes : no} by bits, since masks would stay on the heap; 1 has that bit, and 0 none. */
    private static FloatVector choice(FloatVector c, FloatVector yes, FloatVector no) {
        IntVector holds = c.reinterpretAsInts().lanewise(LSHR, BIT_OF_ONE).neg();
        return no.reinterpretAsInts()
                .lanewise(BITWISE_BLEND, yes.reinterpretAsInts(), holds)
                .reinterpretAsFloats();
    }

    // ---- choice ----

    @Override
    public void where(float[] c, int co, float[] yes, int yo, float[] no, int noAt, float[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, yo, no, noAt, d, o, n);
            return;
        }
        FloatVector last = choice(at(c, co + n - LANES), at(yes, yo + n - LANES), at(no, noAt + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), at(yes, yo + i), at(no, noAt + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void where(float[] c, int co, float[] yes, int yo, double no, float[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, yo, no, d, o, n);
            return;
        }
        FloatVector f = all(no);
        FloatVector last = choice(at(c, co + n - LANES), at(yes, yo + n - LANES), f);
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), at(yes, yo + i), f).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void where(float[] c, int co, double yes, float[] no, int noAt, float[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, no, noAt, d, o, n);
            return;
        }
        FloatVector t = all(yes);
        FloatVector last = choice(at(c, co + n - LANES), t, at(no, noAt + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), t, at(no, noAt + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void where(float[] c, int co, double yes, double no, float[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, no, d, o, n);
            return;
        }
        FloatVector t = all(yes);
        FloatVector f = all(no);
        FloatVector last = choice(at(c, co + n - LANES), t, f);
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), t, f).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    // ---- fused steps ----

    @Override
    public void addScaled(float[] a, int ao, float[] b, int bo, double s, float[] d, int o, int n) {
        if (n < LANES) {
            super.addScaled(a, ao, b, bo, s, d, o, n);
            return;
        }
        FloatVector t = all(s);
        FloatVector last = at(b, bo + n - LANES).fma(t, at(a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(b, bo + i).fma(t, at(a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mix(float[] a, int ao, double s, float[] b, int bo, double t, float[] d, int o, int n) {
        if (n < LANES) {
            super.mix(a, ao, s, b, bo, t, d, o, n);
            return;
        }
        FloatVector p = all(s);
        FloatVector q = all(t);
        FloatVector last = at(a, ao + n - LANES).fma(p, at(b, bo + n - LANES).mul(q));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).fma(p, at(b, bo + i).mul(q)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mulAdd(float[] a, int ao, float[] b, int bo, float[] c, int co, float[] d, int o, int n) {
        if (n < LANES) {
            super.mulAdd(a, ao, b, bo, c, co, d, o, n);
            return;
        }
        FloatVector last = at(a, ao + n - LANES).fma(at(b, bo + n - LANES), at(c, co + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).fma(at(b, bo + i), at(c, co + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    // ---- reductions: four vectors at a time, since one would wait for itself; pieces of 4k added up in double ----
    // what is less than four has a loop in a method of its own: vectors that went from one loop to another would stay
    // on the heap

    @Override
    public double sum(float[] a, int ao, int n) {
        double s = 0;
        int i = 0;
        for (; n - i >= STEP; i += Math.min(PIECE, (n - i) / STEP * STEP)) {
            s += sumOfSteps(a, ao + i, Math.min(PIECE, (n - i) / STEP * STEP));
        }
        int end = i + SPECIES.loopBound(n - i);
        return s + sumOfVectors(a, ao + i, end - i) + super.sum(a, ao + end, n - end);
    }

    private static float sumOfVectors(float[] a, int ao, int n) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int i = ao; i < ao + n; i += LANES) {
            s = s.add(at(a, i));
        }
        return VectorFloatMath.sum(s);
    }

    private static float sumOfSteps(float[] a, int ao, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = ao; i < ao + n; i += STEP) {
            s0 = s0.add(at(a, i));
            s1 = s1.add(at(a, i + LANES));
            s2 = s2.add(at(a, i + 2 * LANES));
            s3 = s3.add(at(a, i + 3 * LANES));
        }
        return VectorFloatMath.sum(s0.add(s1).add(s2.add(s3)));
    }

    /**
     * As whole numbers, bits have the order of numbers, and of negative ones the reverse. A sum is NaN if one of them is; also of
     * infinities that are not alike, which are looked at again.
     */
    @Override
    public double max(float[] a, int ao, int n) {
        if (n < 2 * LANES) {
            return super.max(a, ao, n);
        }
        FloatVector x = at(a, ao + n - LANES);
        FloatVector y = at(a, ao + n - 2 * LANES);
        FloatVector sum = x.add(y);
        IntVector high = x.reinterpretAsInts().max(y.reinterpretAsInts());
        IntVector low = x.reinterpretAsInts().min(y.reinterpretAsInts());
        for (int i = ao; i < ao + n - 2 * LANES; i += 2 * LANES) {
            x = at(a, i);
            y = at(a, i + LANES);
            sum = sum.add(x.add(y));
            high = high.max(x.reinterpretAsInts()).max(y.reinterpretAsInts());
            low = low.min(x.reinterpretAsInts()).min(y.reinterpretAsInts());
        }
        boolean numbers = sum.abs().reinterpretAsInts().reduceLanes(MAX) <= INFINITY;
        int highest = high.reduceLanes(MAX);
        return numbers ? Float.intBitsToFloat(highest >= 0 ? highest : low.reduceLanes(MIN)) : super.max(a, ao, n);
    }

    @Override
    public double dot(float[] a, int ao, float[] b, int bo, int n) {
        double s = 0;
        int i = 0;
        for (; n - i >= STEP; i += Math.min(PIECE, (n - i) / STEP * STEP)) {
            s += dotOfSteps(a, ao + i, b, bo + i, Math.min(PIECE, (n - i) / STEP * STEP));
        }
        int end = i + SPECIES.loopBound(n - i);
        return s + dotOfVectors(a, ao + i, b, bo + i, end - i) + super.dot(a, ao + end, b, bo + end, n - end);
    }

    private static float dotOfVectors(float[] a, int ao, float[] b, int bo, int n) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            s = at(a, ao + i).fma(at(b, bo + i), s);
        }
        return VectorFloatMath.sum(s);
    }

    private static float dotOfSteps(float[] a, int ao, float[] b, int bo, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < n; i += STEP) {
            s0 = at(a, ao + i).fma(at(b, bo + i), s0);
            s1 = at(a, ao + i + LANES).fma(at(b, bo + i + LANES), s1);
            s2 = at(a, ao + i + 2 * LANES).fma(at(b, bo + i + 2 * LANES), s2);
            s3 = at(a, ao + i + 3 * LANES).fma(at(b, bo + i + 3 * LANES), s3);
        }
        return VectorFloatMath.sum(s0.add(s1).add(s2.add(s3)));
    }
}
