/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

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

    private static DoubleVector at(double[] a, int i) {
        return DoubleVector.fromArray(SPECIES, a, i);
    }

    private static DoubleVector all(double s) {
        return DoubleVector.broadcast(SPECIES, s);
    }

    /** {@code c ? yes : no} by bits, since masks would stay on the heap; 1 has that bit, and 0 none. */
    private static DoubleVector choice(DoubleVector c, DoubleVector yes, DoubleVector no) {
        LongVector holds = c.reinterpretAsLongs().lanewise(LSHR, BIT_OF_ONE).neg();
        return no.reinterpretAsLongs()
                .lanewise(BITWISE_BLEND, yes.reinterpretAsLongs(), holds)
                .reinterpretAsDoubles();
    }

    // ---- choice ----

    @Override
    public void where(double[] c, int co, double[] yes, int yo, double[] no, int noAt, double[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, yo, no, noAt, d, o, n);
            return;
        }
        DoubleVector last = choice(at(c, co + n - LANES), at(yes, yo + n - LANES), at(no, noAt + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), at(yes, yo + i), at(no, noAt + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void where(double[] c, int co, double[] yes, int yo, double no, double[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, yo, no, d, o, n);
            return;
        }
        DoubleVector f = all(no);
        DoubleVector last = choice(at(c, co + n - LANES), at(yes, yo + n - LANES), f);
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), at(yes, yo + i), f).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void where(double[] c, int co, double yes, double[] no, int noAt, double[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, no, noAt, d, o, n);
            return;
        }
        DoubleVector t = all(yes);
        DoubleVector last = choice(at(c, co + n - LANES), t, at(no, noAt + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), t, at(no, noAt + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void where(double[] c, int co, double yes, double no, double[] d, int o, int n) {
        if (n < LANES) {
            super.where(c, co, yes, no, d, o, n);
            return;
        }
        DoubleVector t = all(yes);
        DoubleVector f = all(no);
        DoubleVector last = choice(at(c, co + n - LANES), t, f);
        for (int i = 0; i < n - LANES; i += LANES) {
            choice(at(c, co + i), t, f).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    // ---- fused steps ----

    @Override
    public void addScaled(double[] a, int ao, double[] b, int bo, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.addScaled(a, ao, b, bo, s, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = at(b, bo + n - LANES).fma(t, at(a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(b, bo + i).fma(t, at(a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mix(double[] a, int ao, double s, double[] b, int bo, double t, double[] d, int o, int n) {
        if (n < LANES) {
            super.mix(a, ao, s, b, bo, t, d, o, n);
            return;
        }
        DoubleVector p = all(s);
        DoubleVector q = all(t);
        DoubleVector last = at(a, ao + n - LANES).fma(p, at(b, bo + n - LANES).mul(q));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).fma(p, at(b, bo + i).mul(q)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mulAdd(double[] a, int ao, double[] b, int bo, double[] c, int co, double[] d, int o, int n) {
        if (n < LANES) {
            super.mulAdd(a, ao, b, bo, c, co, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).fma(at(b, bo + n - LANES), at(c, co + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).fma(at(b, bo + i), at(c, co + i)).intoArray(d, o + i);
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
            s = s.add(at(a, i));
        }
        return VectorDoubleMath.sum(s);
    }

    private static double sumOfSteps(double[] a, int ao, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = ao; i < ao + n; i += STEP) {
            s0 = s0.add(at(a, i));
            s1 = s1.add(at(a, i + LANES));
            s2 = s2.add(at(a, i + 2 * LANES));
            s3 = s3.add(at(a, i + 3 * LANES));
        }
        return VectorDoubleMath.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    public double max(double[] a, int ao, int n) {
        if (n < STEP) {
            return super.max(a, ao, n);
        }
        DoubleVector m0 = at(a, ao + n - STEP);
        DoubleVector m1 = at(a, ao + n - 3 * LANES);
        DoubleVector m2 = at(a, ao + n - 2 * LANES);
        DoubleVector m3 = at(a, ao + n - LANES);
        for (int i = ao; i < ao + n - STEP; i += STEP) {
            m0 = m0.max(at(a, i));
            m1 = m1.max(at(a, i + LANES));
            m2 = m2.max(at(a, i + 2 * LANES));
            m3 = m3.max(at(a, i + 3 * LANES));
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
            s = at(a, ao + i).fma(at(b, bo + i), s);
        }
        return VectorDoubleMath.sum(s);
    }

    private static double dotOfSteps(double[] a, int ao, double[] b, int bo, int n) {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = 0; i < n; i += STEP) {
            s0 = at(a, ao + i).fma(at(b, bo + i), s0);
            s1 = at(a, ao + i + LANES).fma(at(b, bo + i + LANES), s1);
            s2 = at(a, ao + i + 2 * LANES).fma(at(b, bo + i + 2 * LANES), s2);
            s3 = at(a, ao + i + 3 * LANES).fma(at(b, bo + i + 3 * LANES), s3);
        }
        return VectorDoubleMath.sum(s0.add(s1).add(s2.add(s3)));
    }
}
