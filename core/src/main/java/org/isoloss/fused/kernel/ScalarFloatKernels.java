/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** Plain loops over {@code float[]}: beside the maps choice, fused steps, reductions and the product. */
class ScalarFloatKernels extends ScalarFloatMaps {

    /** What is summed in float, eight sums at a time. */
    private static final int PIECE = 512;

    private static final int EIGHT = 8;

    @Override
    public boolean isVector() {
        return false;
    }

    @Override
    public Gemm<float[]> gemm() {
        return ScalarFloatGemm.ONE;
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

    // ---- reductions: eight sums at a time, since one would wait for itself; pieces added up in double ----

    @Override
    public double sum(float[] a, int ao, int n) {
        double s = 0;
        int end = n - n % EIGHT;
        for (int i = 0; i < end; i += PIECE) {
            s += sumOfEights(a, ao + i, Math.min(PIECE, end - i));
        }
        for (int i = end; i < n; i++) {
            s += a[ao + i];
        }
        return s;
    }

    private static float sumOfEights(float[] a, int ao, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int i = ao; i < ao + n; i += EIGHT) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
            s4 += a[i + 4];
            s5 += a[i + 5];
            s6 += a[i + 6];
            s7 += a[i + 7];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    @Override
    public double max(float[] a, int ao, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = ao; i < ao + n; i++) {
            if (!(a[i] <= m)) {
                m = a[i];
                if (Float.isNaN(m)) {
                    return m;
                }
            }
        }
        return m == 0 ? zero(m, a, ao, n) : m;
    }

    /** 0 if it is among them, which is more than -0, though a comparison does not say so. */
    private static float zero(float m, float[] a, int ao, int n) {
        float zero = m;
        for (int i = ao; i < ao + n; i++) {
            zero = Float.floatToRawIntBits(a[i]) == 0 ? 0 : zero;
        }
        return zero;
    }

    @Override
    public double dot(float[] a, int ao, float[] b, int bo, int n) {
        double s = 0;
        int end = n - n % EIGHT;
        for (int i = 0; i < end; i += PIECE) {
            s += dotOfEights(a, ao + i, b, bo + i, Math.min(PIECE, end - i));
        }
        for (int i = end; i < n; i++) {
            s += (double) a[ao + i] * b[bo + i];
        }
        return s;
    }

    private static float dotOfEights(float[] a, int ao, float[] b, int bo, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int i = 0; i < n; i += EIGHT) {
            s0 = Math.fma(a[ao + i], b[bo + i], s0);
            s1 = Math.fma(a[ao + i + 1], b[bo + i + 1], s1);
            s2 = Math.fma(a[ao + i + 2], b[bo + i + 2], s2);
            s3 = Math.fma(a[ao + i + 3], b[bo + i + 3], s3);
            s4 = Math.fma(a[ao + i + 4], b[bo + i + 4], s4);
            s5 = Math.fma(a[ao + i + 5], b[bo + i + 5], s5);
            s6 = Math.fma(a[ao + i + 6], b[bo + i + 6], s6);
            s7 = Math.fma(a[ao + i + 7], b[bo + i + 7], s7);
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    @Override
    public double expSum(float[] a, int ao, double m, float[] d, int o, int n) {
        float top = (float) m;
        if (n >= FEW) {
            FloatPiece.exp(a, ao, top, d, o, n);
        } else {
            for (int i = 0; i < n; i++) {
                d[o + i] = FloatMath.exp(a[ao + i] - top);
            }
        }
        return sum(d, o, n);
    }
}
