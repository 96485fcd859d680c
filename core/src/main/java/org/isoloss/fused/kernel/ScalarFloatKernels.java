/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** Plain loops over {@code float[]}, most of which the compiler vectorises by itself. */
class ScalarFloatKernels extends FloatArrays {

    @Override
    public boolean isVector() {
        return false;
    }

    @Override
    public Gemm<float[]> gemm() {
        return ScalarFloatGemm.ONE;
    }

    // ---- maps ----

    @Override
    public void exp(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = FloatMath.exp(a[ao + i]);
        }
    }

    @Override
    public void log(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = FloatMath.log(a[ao + i]);
        }
    }

    @Override
    public void log1p(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = FloatMath.log1p(a[ao + i]);
        }
    }

    @Override
    public void sigmoid(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = FloatMath.sigmoid(a[ao + i]);
        }
    }

    @Override
    public void softplus(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = FloatMath.softplus(a[ao + i]);
        }
    }

    @Override
    public void logSigmoid(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = -FloatMath.softplus(-a[ao + i]);
        }
    }

    @Override
    public void sqrt(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = (float) Math.sqrt(a[ao + i]);
        }
    }

    @Override
    public void abs(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.abs(a[ao + i]);
        }
    }

    @Override
    public void sign(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.signum(a[ao + i]);
        }
    }

    @Override
    public void isFinite(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.abs(a[ao + i]) < Float.POSITIVE_INFINITY ? 1 : 0;
        }
    }

    @Override
    public void toIndex(float[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = (long) a[ao + i];
        }
    }

    // ---- two ranges ----

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    public void sub(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    public void mul(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    public void div(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] / b[bo + i];
        }
    }

    @Override
    public void maximum(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.max(a[ao + i], b[bo + i]);
        }
    }

    @Override
    public void greater(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] > b[bo + i] ? 1 : 0;
        }
    }

    @Override
    public void equal(float[] a, int ao, float[] b, int bo, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] == b[bo + i] ? 1 : 0;
        }
    }

    // ---- a range and a scalar ----

    @Override
    public void add(float[] a, int ao, double s, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] + t;
        }
    }

    @Override
    public void sub(double s, float[] a, int ao, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = t - a[ao + i];
        }
    }

    @Override
    public void mul(float[] a, int ao, double s, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] * t;
        }
    }

    @Override
    public void div(float[] a, int ao, double s, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] / t;
        }
    }

    @Override
    public void div(double s, float[] a, int ao, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = t / a[ao + i];
        }
    }

    @Override
    public void maximum(float[] a, int ao, double s, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.max(a[ao + i], t);
        }
    }

    @Override
    public void greater(float[] a, int ao, double s, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] > t ? 1 : 0;
        }
    }

    @Override
    public void greater(double s, float[] a, int ao, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = t > a[ao + i] ? 1 : 0;
        }
    }

    @Override
    public void equal(float[] a, int ao, double s, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = a[ao + i] == t ? 1 : 0;
        }
    }

    // ---- choice ----

    @Override
    public void where(float[] c, int co, float[] yes, int yo, float[] no, int noAt, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? yes[yo + i] : no[noAt + i];
        }
    }

    @Override
    public void where(float[] c, int co, float[] yes, int yo, double no, float[] d, int o, int n) {
        float t = (float) no;
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? yes[yo + i] : t;
        }
    }

    @Override
    public void where(float[] c, int co, double yes, float[] no, int noAt, float[] d, int o, int n) {
        float t = (float) yes;
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? t : no[noAt + i];
        }
    }

    @Override
    public void where(float[] c, int co, double yes, double no, float[] d, int o, int n) {
        float t = (float) yes;
        float f = (float) no;
        for (int i = 0; i < n; i++) {
            d[o + i] = c[co + i] != 0 ? t : f;
        }
    }

    // ---- fused steps ----

    @Override
    public void addScaled(float[] a, int ao, float[] b, int bo, double s, float[] d, int o, int n) {
        float t = (float) s;
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.fma(b[bo + i], t, a[ao + i]);
        }
    }

    @Override
    public void mix(float[] a, int ao, double s, float[] b, int bo, double t, float[] d, int o, int n) {
        float p = (float) s;
        float q = (float) t;
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.fma(a[ao + i], p, b[bo + i] * q);
        }
    }

    @Override
    public void mulAdd(float[] a, int ao, float[] b, int bo, float[] c, int co, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = Math.fma(a[ao + i], b[bo + i], c[co + i]);
        }
    }

    // ---- reductions: four sums at a time, since one would wait for itself ----

    @Override
    public double sum(float[] a, int ao, int n) {
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
    public double max(float[] a, int ao, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, a[ao + i]);
        }
        return m;
    }

    @Override
    public double dot(float[] a, int ao, float[] b, int bo, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += (double) a[ao + i] * b[bo + i];
            s1 += (double) a[ao + i + 1] * b[bo + i + 1];
            s2 += (double) a[ao + i + 2] * b[bo + i + 2];
            s3 += (double) a[ao + i + 3] * b[bo + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) a[ao + i] * b[bo + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public double expSum(float[] a, int ao, double m, float[] d, int o, int n) {
        float top = (float) m;
        double s = 0;
        for (int i = 0; i < n; i++) {
            float e = FloatMath.exp(a[ao + i] - top);
            d[o + i] = e;
            s += e;
        }
        return s;
    }
}
