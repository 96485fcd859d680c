/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** As {@link ScalarFloatKernels}, over {@code double[]}. */
class ScalarDoubleKernels extends ScalarDoubleMaps {

    @Override
    public boolean isVector() {
        return false;
    }

    @Override
    public Gemm<double[]> gemm() {
        return ScalarDoubleGemm.ONE;
    }

    // ---- choice ----

    @Override
    public void where(double[] c, int co, double[] yes, int yo, double[] no, int noAt, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? yes[yo + i] : no[noAt + i];
        }
    }

    @Override
    public void where(double[] c, int co, double[] yes, int yo, double no, double[] d, int o, int n) {
        double t = no;
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? yes[yo + i] : t;
        }
    }

    @Override
    public void where(double[] c, int co, double yes, double[] no, int noAt, double[] d, int o, int n) {
        double t = yes;
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? t : no[noAt + i];
        }
    }

    @Override
    public void where(double[] c, int co, double yes, double no, double[] d, int o, int n) {
        double t = yes;
        double f = no;
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? t : f;
        }
    }

    // ---- fused steps ----

    @Override
    public void addScaled(double[] a, int ao, double[] b, int bo, double s, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.fma(b[bo + i], t, a[ao + i]);
        }
    }

    @Override
    public void mix(double[] a, int ao, double s, double[] b, int bo, double t, double[] d, int o, int n) {
        double p = s;
        double q = t;
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.fma(a[ao + i], p, b[bo + i] * q);
        }
    }

    @Override
    public void mulAdd(double[] a, int ao, double[] b, int bo, double[] c, int co, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.fma(a[ao + i], b[bo + i], c[co + i]);
        }
    }

    // ---- reductions: four sums at a time, since one would wait for itself ----

    @Override
    public double sum(double[] a, int ao, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += a[ao + i];
            s1 += a[ao + i + 1];
            s2 += a[ao + i + 2];
            s3 += a[ao + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[ao + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public double max(double[] a, int ao, int n) {
        double m = Double.NEGATIVE_INFINITY;
        for (int i = ao; i < ao + n; i++) {
            if (!(a[i] <= m)) {
                m = a[i];
                if (Double.isNaN(m)) {
                    return m;
                }
            }
        }
        return m == 0 ? zero(m, a, ao, n) : m;
    }

    /** 0 if it is among them, which is more than -0, though a comparison does not say so. */
    private static double zero(double m, double[] a, int ao, int n) {
        double zero = m;
        for (int i = ao; i < ao + n; i++) {
            zero = Double.doubleToRawLongBits(a[i]) == 0 ? 0 : zero;
        }
        return zero;
    }

    @Override
    public double dot(double[] a, int ao, double[] b, int bo, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += a[ao + i] * b[bo + i];
            s1 += a[ao + i + 1] * b[bo + i + 1];
            s2 += a[ao + i + 2] * b[bo + i + 2];
            s3 += a[ao + i + 3] * b[bo + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[ao + i] * b[bo + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public double expSum(double[] a, int ao, double m, double[] d, int o, int n) {
        double top = m;
        if (n >= FEW) {
            DoublePiece.exp(a, ao, top, d, o, n);
        } else {
            for (int i = 0; i < n; i++) {
                d[o + i] = DoubleMath.exp(a[ao + i] - top);
            }
        }
        return sum(d, o, n);
    }
}
