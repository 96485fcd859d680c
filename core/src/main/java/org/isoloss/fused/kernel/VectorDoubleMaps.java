/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Maps of ranges of {@code double[]} with the Vector API.
 *
 * <p>What is not whole vectors: a cheap map computes a last vector first, which overlaps the one before it, so that it reads what
 * an operation in place has not yet written. No vector is kept in a field, where the compiler would not know what it is.
 */
class VectorDoubleMaps extends ScalarDoubleKernels {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** In a loop of fewer turns than four, beside the last vector, the mask of a comparison stays on the heap. */
    static final int FEW = 5 * LANES;

    private static DoubleVector at(double[] a, int i) {
        return DoubleVector.fromArray(SPECIES, a, i);
    }

    private static DoubleVector all(double s) {
        return DoubleVector.broadcast(SPECIES, s);
    }

    private static DoubleVector indicator(VectorMask<Double> holds) {
        return DoubleVector.zero(SPECIES).blend(1, holds);
    }

    // ---- maps ----

    @Override
    public void sqrt(double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.sqrt(a, ao, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).sqrt();
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).sqrt().intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void abs(double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.abs(a, ao, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).abs();
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).abs().intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sign(double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.sign(a, ao, d, o, n);
            return;
        }
        DoubleVector last = VectorDoubleMath.sign(at(a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            VectorDoubleMath.sign(at(a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void isFinite(double[] a, int ao, double[] d, int o, int n) {
        if (n < FEW) {
            super.isFinite(a, ao, d, o, n);
            return;
        }
        DoubleVector last = indicator(at(a, ao + n - LANES).abs().compare(LT, Double.POSITIVE_INFINITY));
        for (int i = 0; i < n - LANES; i += LANES) {
            indicator(at(a, ao + i).abs().compare(LT, Double.POSITIVE_INFINITY)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    // ---- two ranges ----

    @Override
    public void add(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.add(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).add(at(b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).add(at(b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sub(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.sub(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).sub(at(b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).sub(at(b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mul(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.mul(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).mul(at(b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).mul(at(b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.div(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).div(at(b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).div(at(b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void maximum(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.maximum(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = at(a, ao + n - LANES).max(at(b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).max(at(b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void greater(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < FEW) {
            super.greater(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = indicator(at(a, ao + n - LANES).compare(GT, at(b, bo + n - LANES)));
        for (int i = 0; i < n - LANES; i += LANES) {
            indicator(at(a, ao + i).compare(GT, at(b, bo + i))).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void equal(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < FEW) {
            super.equal(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = indicator(at(a, ao + n - LANES).compare(EQ, at(b, bo + n - LANES)));
        for (int i = 0; i < n - LANES; i += LANES) {
            indicator(at(a, ao + i).compare(EQ, at(b, bo + i))).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    // ---- a range and a scalar ----

    @Override
    public void add(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.add(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = at(a, ao + n - LANES).add(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).add(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sub(double s, double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.sub(s, a, ao, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = t.sub(at(a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            t.sub(at(a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mul(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.mul(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = at(a, ao + n - LANES).mul(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).mul(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.div(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = at(a, ao + n - LANES).div(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).div(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(double s, double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.div(s, a, ao, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = t.div(at(a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            t.div(at(a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void maximum(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.maximum(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = at(a, ao + n - LANES).max(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            at(a, ao + i).max(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void greater(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < FEW) {
            super.greater(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = indicator(at(a, ao + n - LANES).compare(GT, t));
        for (int i = 0; i < n - LANES; i += LANES) {
            indicator(at(a, ao + i).compare(GT, t)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void greater(double s, double[] a, int ao, double[] d, int o, int n) {
        if (n < FEW) {
            super.greater(s, a, ao, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = indicator(t.compare(GT, at(a, ao + n - LANES)));
        for (int i = 0; i < n - LANES; i += LANES) {
            indicator(t.compare(GT, at(a, ao + i))).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void equal(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < FEW) {
            super.equal(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = all(s);
        DoubleVector last = indicator(at(a, ao + n - LANES).compare(EQ, t));
        for (int i = 0; i < n - LANES; i += LANES) {
            indicator(at(a, ao + i).compare(EQ, t)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }
}
