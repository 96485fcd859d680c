/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** As {@link ScalarFloatMaps}, over {@code double[]}. */
abstract class ScalarDoubleMaps extends DoubleArrays {

    /** Less is not worth a {@link DoublePiece}. */
    static final int FEW = 16;

    // ---- maps ----

    @Override
    public void exp(double[] a, int ao, double[] d, int o, int n) {
        if (n >= FEW) {
            DoublePiece.map(DoublePiece::exp, a, ao, d, o, n);
            return;
        }
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
        if (n >= FEW) {
            DoublePiece.map(DoublePiece::sigmoid, a, ao, d, o, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            d[o + i] = DoubleMath.sigmoid(a[ao + i]);
        }
    }

    @Override
    public void softplus(double[] a, int ao, double[] d, int o, int n) {
        if (n >= FEW) {
            DoublePiece.map(DoublePiece::softplus, a, ao, d, o, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            d[o + i] = DoubleMath.softplus(a[ao + i]);
        }
    }

    @Override
    public void logSigmoid(double[] a, int ao, double[] d, int o, int n) {
        if (n >= FEW) {
            DoublePiece.map(DoublePiece::logSigmoid, a, ao, d, o, n);
            return;
        }
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
}
