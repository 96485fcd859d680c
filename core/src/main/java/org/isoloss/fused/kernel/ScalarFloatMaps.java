/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** Plain loops over {@code float[]}: functions of one number, and arithmetic. Longer ranges of exponentials go by way of a {@link FloatPiece}. */
abstract class ScalarFloatMaps extends FloatArrays {

    /** Less is not worth a {@link FloatPiece}. */
    static final int FEW = 16;

    // ---- maps ----

    @Override
    public void exp(float[] a, int ao, float[] d, int o, int n) {
        if (n >= FEW) {
            FloatPiece.map(FloatPiece::exp, a, ao, d, o, n);
            return;
        }
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
        if (n >= FEW) {
            FloatPiece.map(FloatPiece::sigmoid, a, ao, d, o, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            d[o + i] = FloatMath.sigmoid(a[ao + i]);
        }
    }

    @Override
    public void softplus(float[] a, int ao, float[] d, int o, int n) {
        if (n >= FEW) {
            FloatPiece.map(FloatPiece::softplus, a, ao, d, o, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            d[o + i] = FloatMath.softplus(a[ao + i]);
        }
    }

    @Override
    public void logSigmoid(float[] a, int ao, float[] d, int o, int n) {
        if (n >= FEW) {
            FloatPiece.map(FloatPiece::logSigmoid, a, ao, d, o, n);
            return;
        }
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
}
