/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponentials and logarithms of ranges of {@code double[]} with the Vector API. The compiler takes one polynomial in a method.
 * What is not whole vectors is done as single numbers.
 */
class VectorDoubleFunctions extends VectorDoubleMaps {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int PIECE = 4096;

    @Override
    public void exp(double[] a, int ao, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorDoubleMath.exp(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        super.exp(a, ao + end, d, o + end, n - end);
    }

    /** What is not whole vectors is a last vector too, which computes some numbers once more, unless it would read results. */
    @Override
    public double expSum(double[] a, int ao, double m, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        int stop = a != d && n > LANES ? n : end;
        double s = 0;
        int done = 0;
        while (done < stop) { // the compiler takes one call of exp in a method
            int next = done < end ? Math.min(done + PIECE, end) : n;
            int from = next - Math.max(next - done, LANES);
            double sum = expSumOfVectors(a, ao + from, m, d, o + from, next - from);
            s += done < end ? sum : super.sum(d, o + end, n - end);
            done = next;
        }
        return stop == n ? s : s + super.expSum(a, ao + stop, m, d, o + stop, n - stop);
    }

    private static double expSumOfVectors(double[] a, int ao, double m, double[] d, int o, int n) {
        DoubleVector s = DoubleVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector e = VectorDoubleMath.exp(fromArray(SPECIES, a, ao + i).sub(m));
            e.intoArray(d, o + i);
            s = s.add(e);
        }
        return VectorDoubleMath.sum(s);
    }

    @Override
    public void log(double[] a, int ao, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorDoubleMath.log(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        super.log(a, ao + end, d, o + end, n - end);
    }

    @Override
    public void log1p(double[] a, int ao, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorDoubleMath.log1p(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        super.log1p(a, ao + end, d, o + end, n - end);
    }

    @Override
    public void sigmoid(double[] a, int ao, double[] d, int o, int n) {
        int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorDoubleMath.sigmoid(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        super.sigmoid(a, ao + end, d, o + end, n - end);
    }

    /** In two passes, since both polynomials are more than the compiler takes in a method; the first leaves no operand in place. */
    @Override
    public void softplus(double[] a, int ao, double[] d, int o, int n) {
        int end = d == a ? 0 : SPECIES.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            VectorDoubleMath.expOfMinusAbs(fromArray(SPECIES, a, ao + i)).intoArray(d, o + i);
        }
        addLog1p(a, ao, d, o, end);
        super.softplus(a, ao + end, d, o + end, n - end);
    }

    private static void addLog1p(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i += LANES) {
            fromArray(SPECIES, a, ao + i)
                    .max(0)
                    .add(VectorDoubleMath.log1pOfFraction(fromArray(SPECIES, d, o + i)))
                    .intoArray(d, o + i);
        }
    }
}
