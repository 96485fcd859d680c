/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** Plain loops over {@code double[]}, most of which the compiler vectorises by itself. */
class ScalarDoubleKernels extends DoubleArrays {

    @Override
    public boolean isVector() {
        return false;
    }

    @Override
    public Gemm<double[]> gemm() {
        return ScalarDoubleGemm.ONE;
    }

    // ---- maps ----

    @Override
    public void exp(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = DoubleMath.exp(a[ao + i]);
        }
    }

    @Override
    public void log(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = DoubleMath.log(a[ao + i]);
        }
    }

    @Override
    public void log1p(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = DoubleMath.log1p(a[ao + i]);
        }
    }

    @Override
    public void sigmoid(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = DoubleMath.sigmoid(a[ao + i]);
        }
    }

    @Override
    public void softplus(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = DoubleMath.softplus(a[ao + i]);
        }
    }

    @Override
    public void logSigmoid(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = -DoubleMath.softplus(-a[ao + i]);
        }
    }

    @Override
    public void sqrt(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.sqrt(a[ao + i]);
        }
    }

    @Override
    public void abs(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.abs(a[ao + i]);
        }
    }

    @Override
    public void sign(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.signum(a[ao + i]);
        }
    }

    @Override
    public void isFinite(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.abs(a[ao + i]) < Double.POSITIVE_INFINITY ? 1 : 0;
        }
    }

    @Override
    public void toIndex(double[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = (long) a[ao + i];
        }
    }

    // ---- two ranges ----

    @Override
    public void add(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    public void sub(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    public void mul(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    public void div(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] / b[bo + i];
        }
    }

    @Override
    public void maximum(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.max(a[ao + i], b[bo + i]);
        }
    }

    @Override
    public void greater(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] > b[bo + i] ? 1 : 0;
        }
    }

    @Override
    public void equal(double[] a, int ao, double[] b, int bo, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] == b[bo + i] ? 1 : 0;
        }
    }

    // ---- a range and a scalar ----

    @Override
    public void add(double[] a, int ao, double s, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] + t;
        }
    }

    @Override
    public void sub(double s, double[] a, int ao, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = t - a[ao + i];
        }
    }

    @Override
    public void mul(double[] a, int ao, double s, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] * t;
        }
    }

    @Override
    public void div(double[] a, int ao, double s, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] / t;
        }
    }

    @Override
    public void div(double s, double[] a, int ao, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = t / a[ao + i];
        }
    }

    @Override
    public void maximum(double[] a, int ao, double s, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.max(a[ao + i], t);
        }
    }

    @Override
    public void greater(double[] a, int ao, double s, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] > t ? 1 : 0;
        }
    }

    @Override
    public void greater(double s, double[] a, int ao, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = t > a[ao + i] ? 1 : 0;
        }
    }

    @Override
    public void equal(double[] a, int ao, double s, double[] d, int o, int n) {
        double t = s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] == t ? 1 : 0;
        }
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
        for (int i = 0; i < n; i++) {
            m = Math.max(m, a[ao + i]);
        }
        return m;
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
        double s = 0;
        for (int i = 0; i < n; i++) {
            double e = DoubleMath.exp(a[ao + i] - top);
            d[o + i] = e;
            s += e;
        }
        return s;
    }
}
