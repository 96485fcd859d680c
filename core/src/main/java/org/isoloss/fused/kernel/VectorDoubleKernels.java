/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops over {@code double[]} with the Vector API: beside the maps choice, fused steps, reductions and the product. */
final class VectorDoubleKernels extends VectorDoubleFunctions {

    @Override
    public boolean isVector() {
        return true;
    }

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int STEP = 4 * LANES;
    private static final int PIECE = 4096;
    private static final int BIT_OF_ONE = 61;

    @Override
    public Gemm<double[]> gemm() {
        return VectorDoubleGemm.ONE;
    }

    // ---- choice, by bits of an indicator: 1 has that bit, and 0 none ----

    @Override
    public void where(double[] c, int co, double[] yes, int yo, double[] no, int noAt, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            LongVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            fromArray(SPECIES, no, noAt + i)
                    .reinterpretAsLongs()
                    .lanewise(BITWISE_BLEND, fromArray(SPECIES, yes, yo + i).reinterpretAsLongs(), holds)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, yo + end, no, noAt + end, d, o + end, n - end);
    }

    @Override
    public void where(double[] c, int co, double[] yes, int yo, double no, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        DoubleVector f = broadcast(SPECIES, no);
        for (int i = 0; i < end; i += LANES) {
            LongVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            f.reinterpretAsLongs()
                    .lanewise(BITWISE_BLEND, fromArray(SPECIES, yes, yo + i).reinterpretAsLongs(), holds)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, yo + end, no, d, o + end, n - end);
    }

    @Override
    public void where(double[] c, int co, double yes, double[] no, int noAt, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        DoubleVector t = broadcast(SPECIES, yes);
        for (int i = 0; i < end; i += LANES) {
            LongVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            fromArray(SPECIES, no, noAt + i)
                    .reinterpretAsLongs()
                    .lanewise(BITWISE_BLEND, t.reinterpretAsLongs(), holds)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, no, noAt + end, d, o + end, n - end);
    }

    @Override
    public void where(double[] c, int co, double yes, double no, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        DoubleVector t = broadcast(SPECIES, yes);
        DoubleVector f = broadcast(SPECIES, no);
        for (int i = 0; i < end; i += LANES) {
            LongVector holds = fromArray(SPECIES, c, co + i)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, BIT_OF_ONE)
                    .neg();
            f.reinterpretAsLongs()
                    .lanewise(BITWISE_BLEND, t.reinterpretAsLongs(), holds)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.where(c, co + end, yes, no, d, o + end, n - end);
    }

    // ---- fused steps ----

    @Override
    public void addScaled(double[] a, int ao, double[] b, int bo, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.addScaled(a, ao, b, bo, s, d, o, n);
            return;
        }
        DoubleVector t = broadcast(SPECIES, s);
        DoubleVector last = fromArray(SPECIES, b, bo + n - LANES).fma(t, fromArray(SPECIES, a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, b, bo + i).fma(t, fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mix(double[] a, int ao, double s, double[] b, int bo, double t, double[] d, int o, int n) {
        if (n < LANES) {
            super.mix(a, ao, s, b, bo, t, d, o, n);
            return;
        }
        DoubleVector p = broadcast(SPECIES, s);
        DoubleVector q = broadcast(SPECIES, t);
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES)
                .fma(p, fromArray(SPECIES, b, bo + n - LANES).mul(q));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i)
                    .fma(p, fromArray(SPECIES, b, bo + i).mul(q))
                    .intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mulAdd(double[] a, int ao, double[] b, int bo, double[] c, int co, double[] d, int o, int n) {
        if (n < LANES) {
            super.mulAdd(a, ao, b, bo, c, co, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES)
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
    public double sum(double[] a, int ao, int n) {
        double s = 0;
        int i = 0;
        for (; n - i >= STEP; i += Math.min(PIECE, (n - i) / STEP * STEP)) {
            s += sumOfSteps(a, ao + i, Math.min(PIECE, (n - i) / STEP * STEP));
        }
        int end = i + SPECIES.loopBound(n - i);
        return s + sumOfVectors(a, ao + i, end - i) + super.sum(a, ao + end, n - end);
    }

    private static double sumOfVectors(double[] a, int ao, int n) {
        DoubleVector s = DoubleVector.zero(SPECIES);
        for (int i = ao; i < ao + n; i += LANES) {
            s = s.add(fromArray(SPECIES, a, i));
        }
        return VectorDoubleMath.sum(s);
    }

    private static double sumOfSteps(double[] a, int ao, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = ao; i < ao + n; i += STEP) {
            s0 = s0.add(fromArray(SPECIES, a, i));
            s1 = s1.add(fromArray(SPECIES, a, i + LANES));
            s2 = s2.add(fromArray(SPECIES, a, i + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, a, i + 3 * LANES));
        }
        return VectorDoubleMath.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    public double max(double[] a, int ao, int n) {
        if (n < STEP) {
            return super.max(a, ao, n);
        }
        DoubleVector m0 = fromArray(SPECIES, a, ao + n - STEP);
        DoubleVector m1 = fromArray(SPECIES, a, ao + n - 3 * LANES);
        DoubleVector m2 = fromArray(SPECIES, a, ao + n - 2 * LANES);
        DoubleVector m3 = fromArray(SPECIES, a, ao + n - LANES);
        for (int i = ao; i < ao + n - STEP; i += STEP) {
            m0 = m0.max(fromArray(SPECIES, a, i));
            m1 = m1.max(fromArray(SPECIES, a, i + LANES));
            m2 = m2.max(fromArray(SPECIES, a, i + 2 * LANES));
            m3 = m3.max(fromArray(SPECIES, a, i + 3 * LANES));
        }
        return m0.max(m1).max(m2.max(m3)).reduceLanes(MAX);
    }

    @Override
    public double dot(double[] a, int ao, double[] b, int bo, int n) {
        double s = 0;
        int i = 0;
        for (; n - i >= STEP; i += Math.min(PIECE, (n - i) / STEP * STEP)) {
            s += dotOfSteps(a, ao + i, b, bo + i, Math.min(PIECE, (n - i) / STEP * STEP));
        }
        int end = i + SPECIES.loopBound(n - i);
        return s + dotOfVectors(a, ao + i, b, bo + i, end - i) + super.dot(a, ao + end, b, bo + end, n - end);
    }

    private static double dotOfVectors(double[] a, int ao, double[] b, int bo, int n) {
        DoubleVector s = DoubleVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            s = fromArray(SPECIES, a, ao + i).fma(fromArray(SPECIES, b, bo + i), s);
        }
        return VectorDoubleMath.sum(s);
    }

    private static double dotOfSteps(double[] a, int ao, double[] b, int bo, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = 0; i < n; i += STEP) {
            s0 = fromArray(SPECIES, a, ao + i).fma(fromArray(SPECIES, b, bo + i), s0);
            s1 = fromArray(SPECIES, a, ao + i + LANES).fma(fromArray(SPECIES, b, bo + i + LANES), s1);
            s2 = fromArray(SPECIES, a, ao + i + 2 * LANES).fma(fromArray(SPECIES, b, bo + i + 2 * LANES), s2);
            s3 = fromArray(SPECIES, a, ao + i + 3 * LANES).fma(fromArray(SPECIES, b, bo + i + 3 * LANES), s3);
        }
        return VectorDoubleMath.sum(s0.add(s1).add(s2.add(s3)));
    }
}
