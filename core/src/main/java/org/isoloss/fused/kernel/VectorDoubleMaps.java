/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Maps of ranges of {@code double[]} with the Vector API.
 *
 * <p>What is not whole vectors: a cheap map computes a last vector first, which overlaps the one before it, so that it reads what
 * an operation in place has not yet written; comparisons do single numbers. No vector is kept in a field, where the compiler would
 * not know what it is.
 *
 * <p>Comparisons are arithmetic on bits, since masks may stay on the heap. {@code a > b} where {@code b - a} is below 0, and {@code
 * a == b} where all bits are the same, once the sign of a zero has been added away, and {@code a} is a number.
 */
class VectorDoubleMaps extends ScalarDoubleKernels {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIGN = Long.SIZE - 1;
    private static final long ONE = Double.doubleToRawLongBits(1);
    private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    /** Added to bits: those of numbers below 0 become 0 and more, up to infinity's, and all others more than these or negative. */
    private static final long BEHIND_ZERO = Long.MAX_VALUE;

    /** The last vector of a short row goes on into the next row, which overwrites it. */
    @Override
    public void repeat(double[] a, int ao, double[] d, int o, int n, int rows) {
        int behind = n >= LANES ? 0 : n > 0 ? LANES / n : rows;
        int whole = Math.max(0, rows - behind);
        int last = Math.max(0, n - LANES);
        for (int r = 0; r < whole; r++) {
            DoubleVector x = broadcast(SPECIES, a[ao + r]);
            int row = o + r * n;
            for (int i = 0; i < last; i += LANES) {
                x.intoArray(d, row + i);
            }
            x.intoArray(d, row + last);
        }
        super.repeat(a, ao + whole, d, o + whole * n, n, rows - whole);
    }

    // ---- maps ----

    @Override
    public void sqrt(double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.sqrt(a, ao, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).sqrt();
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).sqrt().intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void abs(double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.abs(a, ao, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).abs();
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).abs().intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sign(double[] a, int ao, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            LongVector bits = fromArray(SPECIES, a, ao + i).reinterpretAsLongs();
            LongVector size = bits.and(Long.MAX_VALUE);
            LongVector itself = size.sub(1).or(size.neg().add(INFINITY)).lanewise(ASHR, SIGN);
            bits.and(Long.MIN_VALUE)
                    .or(ONE)
                    .lanewise(BITWISE_BLEND, bits, itself)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.sign(a, ao + end, d, o + end, n - end);
    }

    @Override
    public void isFinite(double[] a, int ao, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            fromArray(SPECIES, a, ao + i)
                    .reinterpretAsLongs()
                    .and(Long.MAX_VALUE)
                    .sub(INFINITY)
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.isFinite(a, ao + end, d, o + end, n - end);
    }

    // ---- two ranges ----

    @Override
    public void add(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.add(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).add(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).add(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sub(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.sub(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).sub(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).sub(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mul(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.mul(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).mul(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).mul(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.div(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).div(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).div(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void maximum(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        if (n < LANES) {
            super.maximum(a, ao, b, bo, d, o, n);
            return;
        }
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).max(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).max(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void greater(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            LongVector below = fromArray(SPECIES, b, bo + i)
                    .sub(fromArray(SPECIES, a, ao + i))
                    .reinterpretAsLongs()
                    .add(BEHIND_ZERO);
            below.sub(INFINITY)
                    .and(below.not())
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.greater(a, ao + end, b, bo + end, d, o + end, n - end);
    }

    @Override
    public void equal(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            DoubleVector x = fromArray(SPECIES, a, ao + i);
            LongVector other = x.add(0)
                    .reinterpretAsLongs()
                    .lanewise(XOR, fromArray(SPECIES, b, bo + i).add(0).reinterpretAsLongs());
            other.or(other.neg())
                    .or(x.reinterpretAsLongs().and(Long.MAX_VALUE).neg().add(INFINITY))
                    .not()
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.equal(a, ao + end, b, bo + end, d, o + end, n - end);
    }

    // ---- a range and a scalar ----

    @Override
    public void add(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.add(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = broadcast(SPECIES, s);
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).add(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).add(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sub(double s, double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.sub(s, a, ao, d, o, n);
            return;
        }
        DoubleVector t = broadcast(SPECIES, s);
        DoubleVector last = t.sub(fromArray(SPECIES, a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            t.sub(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mul(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.mul(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = broadcast(SPECIES, s);
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).mul(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).mul(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.div(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = broadcast(SPECIES, s);
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).div(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).div(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(double s, double[] a, int ao, double[] d, int o, int n) {
        if (n < LANES) {
            super.div(s, a, ao, d, o, n);
            return;
        }
        DoubleVector t = broadcast(SPECIES, s);
        DoubleVector last = t.div(fromArray(SPECIES, a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            t.div(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void maximum(double[] a, int ao, double s, double[] d, int o, int n) {
        if (n < LANES) {
            super.maximum(a, ao, s, d, o, n);
            return;
        }
        DoubleVector t = broadcast(SPECIES, s);
        DoubleVector last = fromArray(SPECIES, a, ao + n - LANES).max(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).max(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void greater(double[] a, int ao, double s, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        DoubleVector t = broadcast(SPECIES, s);
        for (int i = 0; i < end; i += LANES) {
            LongVector below =
                    t.sub(fromArray(SPECIES, a, ao + i)).reinterpretAsLongs().add(BEHIND_ZERO);
            below.sub(INFINITY)
                    .and(below.not())
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.greater(a, ao + end, s, d, o + end, n - end);
    }

    @Override
    public void greater(double s, double[] a, int ao, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        DoubleVector t = broadcast(SPECIES, s);
        for (int i = 0; i < end; i += LANES) {
            LongVector below =
                    fromArray(SPECIES, a, ao + i).sub(t).reinterpretAsLongs().add(BEHIND_ZERO);
            below.sub(INFINITY)
                    .and(below.not())
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.greater(s, a, ao + end, d, o + end, n - end);
    }

    @Override
    public void equal(double[] a, int ao, double s, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        LongVector t = broadcast(SPECIES, s).add(0).reinterpretAsLongs();
        for (int i = 0; i < end; i += LANES) {
            DoubleVector x = fromArray(SPECIES, a, ao + i);
            LongVector other = x.add(0).reinterpretAsLongs().lanewise(XOR, t);
            other.or(other.neg())
                    .or(x.reinterpretAsLongs().and(Long.MAX_VALUE).neg().add(INFINITY))
                    .not()
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsDoubles()
                    .intoArray(d, o + i);
        }
        super.equal(a, ao + end, s, d, o + end, n - end);
    }
}
