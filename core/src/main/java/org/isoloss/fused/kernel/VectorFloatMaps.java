/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Maps of ranges of {@code float[]} with the Vector API.
 *
 * <p>What is not whole vectors: a cheap map computes a last vector first, which overlaps the one before it, so that it reads what
 * an operation in place has not yet written; comparisons do single numbers. No vector is kept in a field, where the compiler would
 * not know what it is.
 *
 * <p>Comparisons are arithmetic on bits, since masks may stay on the heap. {@code a > b} where {@code b - a} is below 0, and {@code
 * a == b} where all bits are the same, once the sign of a zero has been added away, and {@code a} is a number.
 */
class VectorFloatMaps extends ScalarFloatKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    static final int SIGN = Integer.SIZE - 1;
    private static final int ONE = Float.floatToRawIntBits(1);
    static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** Added to bits: those of numbers below 0 become 0 and more, up to infinity's, and all others more than these or negative. */
    private static final int BEHIND_ZERO = Integer.MAX_VALUE;

    /** The last vector of a short row goes on into the next row, which overwrites it. */
    @Override
    public void repeat(float[] a, int ao, float[] d, int o, int n, int rows) {
        int behind = n >= LANES ? 0 : n > 0 ? LANES / n : rows;
        int whole = Math.max(0, rows - behind);
        int last = Math.max(0, n - LANES);
        for (int r = 0; r < whole; r++) {
            FloatVector x = broadcast(SPECIES, a[ao + r]);
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
    public void sqrt(float[] a, int ao, float[] d, int o, int n) {
        if (n < LANES) {
            super.sqrt(a, ao, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).sqrt();
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).sqrt().intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void abs(float[] a, int ao, float[] d, int o, int n) {
        if (n < LANES) {
            super.abs(a, ao, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).abs();
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).abs().intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sign(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            IntVector bits = fromArray(SPECIES, a, ao + i).reinterpretAsInts();
            IntVector size = bits.and(Integer.MAX_VALUE);
            IntVector itself = size.sub(1).or(size.neg().add(INFINITY)).lanewise(ASHR, SIGN);
            bits.and(Integer.MIN_VALUE)
                    .or(ONE)
                    .lanewise(BITWISE_BLEND, bits, itself)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.sign(a, ao + end, d, o + end, n - end);
    }

    @Override
    public void isFinite(float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            fromArray(SPECIES, a, ao + i)
                    .reinterpretAsInts()
                    .and(Integer.MAX_VALUE)
                    .sub(INFINITY)
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.isFinite(a, ao + end, d, o + end, n - end);
    }

    // ---- two ranges ----

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        if (n < LANES) {
            super.add(a, ao, b, bo, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).add(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).add(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sub(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        if (n < LANES) {
            super.sub(a, ao, b, bo, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).sub(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).sub(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mul(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        if (n < LANES) {
            super.mul(a, ao, b, bo, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).mul(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).mul(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        if (n < LANES) {
            super.div(a, ao, b, bo, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).div(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).div(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void maximum(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        if (n < LANES) {
            super.maximum(a, ao, b, bo, d, o, n);
            return;
        }
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).max(fromArray(SPECIES, b, bo + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).max(fromArray(SPECIES, b, bo + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void greater(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            IntVector below = fromArray(SPECIES, b, bo + i)
                    .sub(fromArray(SPECIES, a, ao + i))
                    .reinterpretAsInts()
                    .add(BEHIND_ZERO);
            below.sub(INFINITY)
                    .and(below.not())
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.greater(a, ao + end, b, bo + end, d, o + end, n - end);
    }

    @Override
    public void equal(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            FloatVector x = fromArray(SPECIES, a, ao + i);
            IntVector other = x.add(0)
                    .reinterpretAsInts()
                    .lanewise(XOR, fromArray(SPECIES, b, bo + i).add(0).reinterpretAsInts());
            other.or(other.neg())
                    .or(x.reinterpretAsInts().and(Integer.MAX_VALUE).neg().add(INFINITY))
                    .not()
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.equal(a, ao + end, b, bo + end, d, o + end, n - end);
    }

    // ---- a range and a scalar ----

    @Override
    public void add(float[] a, int ao, double s, float[] d, int o, int n) {
        if (n < LANES) {
            super.add(a, ao, s, d, o, n);
            return;
        }
        FloatVector t = broadcast(SPECIES, (float) s);
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).add(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).add(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void sub(double s, float[] a, int ao, float[] d, int o, int n) {
        if (n < LANES) {
            super.sub(s, a, ao, d, o, n);
            return;
        }
        FloatVector t = broadcast(SPECIES, (float) s);
        FloatVector last = t.sub(fromArray(SPECIES, a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            t.sub(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void mul(float[] a, int ao, double s, float[] d, int o, int n) {
        if (n < LANES) {
            super.mul(a, ao, s, d, o, n);
            return;
        }
        FloatVector t = broadcast(SPECIES, (float) s);
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).mul(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).mul(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(float[] a, int ao, double s, float[] d, int o, int n) {
        if (n < LANES) {
            super.div(a, ao, s, d, o, n);
            return;
        }
        FloatVector t = broadcast(SPECIES, (float) s);
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).div(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).div(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void div(double s, float[] a, int ao, float[] d, int o, int n) {
        if (n < LANES) {
            super.div(s, a, ao, d, o, n);
            return;
        }
        FloatVector t = broadcast(SPECIES, (float) s);
        FloatVector last = t.div(fromArray(SPECIES, a, ao + n - LANES));
        for (int i = 0; i < n - LANES; i += LANES) {
            t.div(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void maximum(float[] a, int ao, double s, float[] d, int o, int n) {
        if (n < LANES) {
            super.maximum(a, ao, s, d, o, n);
            return;
        }
        FloatVector t = broadcast(SPECIES, (float) s);
        FloatVector last = fromArray(SPECIES, a, ao + n - LANES).max(t);
        for (int i = 0; i < n - LANES; i += LANES) {
            fromArray(SPECIES, a, ao + i).max(t).intoArray(d, o + i);
        }
        last.intoArray(d, o + n - LANES);
    }

    @Override
    public void greater(float[] a, int ao, double s, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        FloatVector t = broadcast(SPECIES, (float) s);
        for (int i = 0; i < end; i += LANES) {
            IntVector below =
                    t.sub(fromArray(SPECIES, a, ao + i)).reinterpretAsInts().add(BEHIND_ZERO);
            below.sub(INFINITY)
                    .and(below.not())
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.greater(a, ao + end, s, d, o + end, n - end);
    }

    @Override
    public void greater(double s, float[] a, int ao, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        FloatVector t = broadcast(SPECIES, (float) s);
        for (int i = 0; i < end; i += LANES) {
            IntVector below =
                    fromArray(SPECIES, a, ao + i).sub(t).reinterpretAsInts().add(BEHIND_ZERO);
            below.sub(INFINITY)
                    .and(below.not())
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.greater(s, a, ao + end, d, o + end, n - end);
    }

    @Override
    public void equal(float[] a, int ao, double s, float[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        IntVector t = broadcast(SPECIES, (float) s).add(0).reinterpretAsInts();
        for (int i = 0; i < end; i += LANES) {
            FloatVector x = fromArray(SPECIES, a, ao + i);
            IntVector other = x.add(0).reinterpretAsInts().lanewise(XOR, t);
            other.or(other.neg())
                    .or(x.reinterpretAsInts().and(Integer.MAX_VALUE).neg().add(INFINITY))
                    .not()
                    .lanewise(ASHR, SIGN)
                    .and(ONE)
                    .reinterpretAsFloats()
                    .intoArray(d, o + i);
        }
        super.equal(a, ao + end, s, d, o + end, n - end);
    }
}
