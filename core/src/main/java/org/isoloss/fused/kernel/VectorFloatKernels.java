/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
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

    @Override
    public Gemm<float[]> gemm() {
        return VectorFloatGemm.ONE;
    }

    // ---- choice, by bits of an indicator: 1 has that bit, and 0 none ----

    @Override
    public void where(float[] c, int co, float[] yes, int yo, float[] no, int noAt, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            IntVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsInts()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            fromArray(SPECIES, no, noAt + i)
                    .reinterpretAsInts()
                    .lanewise(BITWISE_BLEND, fromArray(SPECIES, yes, yo + i).reinterpretAsInts(), holds)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, yo + end, no, noAt + end, d, o + end, n - end);
    }

    @Override
    public void where(float[] c, int co, float[] yes, int yo, double no, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        FloatVector f = broadcast(SPECIES, (float) no);
        for (int i = 0; i < end; i += LANES) {
            IntVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsInts()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            f.reinterpretAsInts()
                    .lanewise(BITWISE_BLEND, fromArray(SPECIES, yes, yo + i).reinterpretAsInts(), holds)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, yo + end, no, d, o + end, n - end);
    }

    @Override
    public void where(float[] c, int co, double yes, float[] no, int noAt, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        FloatVector t = broadcast(SPECIES, (float) yes);
        for (int i = 0; i < end; i += LANES) {
            IntVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsInts()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            fromArray(SPECIES, no, noAt + i)
                    .reinterpretAsInts()
                    .lanewise(BITWISE_BLEND, t.reinterpretAsInts(), holds)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, no, noAt + end, d, o + end, n - end);
    }

    @Override
    public void where(float[] c, int co, double yes, double no, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        FloatVector t = broadcast(SPECIES, (float) yes);
        FloatVector f = broadcast(SPECIES, (float) no);
        for (int i = 0; i < end; i += LANES) {
            IntVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsInts()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            f.reinterpretAsInts()
                    .lanewise(BITWISE_BLEND, t.reinterpretAsInts(), holds)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, no, d, o + end, n - end);
    }

    // ---- fused steps ----

    @Override
    public void addScaled(float[] a, int ao, float[] b, int bo, double s, float[] d, int o, int n) {
        if (n < LANES) {
            super.addScaled(a, ao, b, bo, s, d, o, n);
            return;
        }
        FloatVector t = broadcast(SPECIES, (float) s);
        FloatVector last = fromArray(SPECIES, b, bo + n - LANES).fma(t, fromArray(SPECIES, a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, b, bo + i).fma(t, fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mix(float[] a, int ao, double s, float[] b, int bo, double t, float[] d, int o, int n) {
        if (n < LANES) {
            super.mix(a, ao, s, b, bo, t, d, o, n);
            return;
        }
        FloatVector p = broadcast(SPECIES, (float) s);
        FloatVector q = broadcast(SPECIES, (float) t);
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES)
                .fma(p, fromArray(SPECIES, b, bo + n - LANES).mul(q));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i)
                    .fma(p, fromArray(SPECIES, b, bo + i).mul(q))
                    .intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mulAdd(float[] a, int ao, float[] b, int bo, float[] c, int co, float[] d, int o, int n) {
        if (n < LANES) {
            super.mulAdd(a, ao, b, bo, c, co, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES)
                .fma(fromArray(SPECIES, b, bo + n - LANES), fromArray(SPECIES, c, co + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i)
                    .fma(fromArray(SPECIES, b, bo + i), fromArray(SPECIES, c, co + i))
                    .intoArray(d, o + i);
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
            s = s.add(fromArray(SPECIES, a, i));
        }
        return VectorFloatMath.sum(s);
    }

    private static float sumOfSteps(float[] a, int ao, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = ao; i < ao + n; i += STEP) {
            s0 = s0.add(fromArray(SPECIES, a, i));
            s1 = s1.add(fromArray(SPECIES, a, i + LANES));
            s2 = s2.add(fromArray(SPECIES, a, i + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, a, i + 3 * LANES));
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
        FloatVector x = fromArray(SPECIES, a, ao + n - LANES);
        FloatVector y = fromArray(SPECIES, a, ao + n - 2 * LANES);
        FloatVector sum = x.add(y);
        IntVector high = x.reinterpretAsInts().max(y.reinterpretAsInts());
        IntVector low = x.reinterpretAsInts().min(y.reinterpretAsInts());
        for (int i = ao; i < ao + n - 2 * LANES; i += 2 * LANES) {
            x = fromArray(SPECIES, a, i);
            y = fromArray(SPECIES, a, i + LANES);
            sum = sum.add(x.add(y));
            high = high.max(x.reinterpretAsInts()).max(y.reinterpretAsInts());
            low = low.min(x.reinterpretAsInts()).min(y.reinterpretAsInts());
        }
        boolean numbers = sum.reinterpretAsInts().and(Integer.MAX_VALUE).reduceLanes(MAX) <= INFINITY;
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
            s = fromArray(SPECIES, a, ao + i).fma(fromArray(SPECIES, b, bo + i), s);
        }
        return VectorFloatMath.sum(s);
    }

    private static float dotOfSteps(float[] a, int ao, float[] b, int bo, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < n; i += STEP) {
            s0 = fromArray(SPECIES, a, ao + i).fma(fromArray(SPECIES, b, bo + i), s0);
            s1 = fromArray(SPECIES, a, ao + i + LANES).fma(fromArray(SPECIES, b, bo + i + LANES), s1);
            s2 = fromArray(SPECIES, a, ao + i + 2 * LANES).fma(fromArray(SPECIES, b, bo + i + 2 * LANES), s2);
            s3 = fromArray(SPECIES, a, ao + i + 3 * LANES).fma(fromArray(SPECIES, b, bo + i + 3 * LANES), s3);
        }
        return VectorFloatMath.sum(s0.add(s1).add(s2.add(s3)));
    }
}
