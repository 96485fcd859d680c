/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** As {@link FloatPiece}, in {@code double}. */
final class DoublePiece {

    private static final int SIZE = 512;

    /** What a thread has. */
    private static final ThreadLocal<DoublePiece> OWN = ThreadLocal.withInitial(DoublePiece::new);

    /** Exponents from -900 to 123, far from where exp becomes 0 or infinite: ten bits. */
    private static final long LOWEST = Double.doubleToRawLongBits(DoubleMath.ROUNDER) - 900;

    private static final int USUAL = 1023;

    private final double[] x = new double[SIZE];
    private final double[] given = new double[SIZE];
    private final double[] rounded = new double[SIZE];
    private final double[] y = new double[SIZE];

    private DoublePiece() {}

    /** What is to be done to the first {@code n} numbers. */
    interface Map {
        void apply(DoublePiece piece, int n);
    }

    static void map(Map map, double[] a, int ao, double[] d, int o, int n) {
        DoublePiece piece = OWN.get();
        for (int i = 0; i < n; i += SIZE) {
            int w = piece.load(a, ao + i, n - i);
            map.apply(piece, w);
            piece.store(d, o + i, w);
        }
    }

    /** {@code d = exp(a - m)}. */
    static void exp(double[] a, int ao, double m, double[] d, int o, int n) {
        DoublePiece piece = OWN.get();
        for (int i = 0; i < n; i += SIZE) {
            int w = piece.load(a, ao + i, n - i);
            minus(piece.x, m, w);
            piece.exp(w);
            piece.store(d, o + i, w);
        }
    }

    /** As many of {@code n} numbers as go in. */
    private int load(double[] a, int ao, int n) {
        int w = Math.min(SIZE, n);
        System.arraycopy(a, ao, x, 0, w);
        return w;
    }

    private void store(double[] d, int o, int n) {
        System.arraycopy(y, 0, d, o, n);
    }

    void exp(int n) {
        mantissas(x, rounded, y, n);
        if (!scale(rounded, y, n)) {
            for (int i = 0; i < n; i++) {
                y[i] = DoubleMath.exp(x[i]);
            }
        }
    }

    private static void mantissas(double[] x, double[] rounded, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double k = DoubleMath.rounded(x[i]);
            rounded[i] = k;
            y[i] = DoubleMath.mantissa(x[i], k);
        }
    }

    /** Multiplies by powers of two, and says whether all of them were usual. */
    private static boolean scale(double[] rounded, double[] y, int n) {
        long bits = 0;
        for (int i = 0; i < n; i++) {
            bits |= Double.doubleToRawLongBits(rounded[i]) - LOWEST;
            y[i] = DoubleMath.scaled(y[i], rounded[i]);
        }
        return (bits & ~USUAL) == 0;
    }

    private static void minus(double[] x, double m, int n) {
        for (int i = 0; i < n; i++) {
            x[i] -= m;
        }
    }

    private static void negate(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = -x[i];
        }
    }

    void sigmoid(int n) {
        negate(x, n);
        exp(n);
        sigmoid(y, n);
    }

    private static void sigmoid(double[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = 1 / (1 + y[i]);
        }
    }

    void softplus(int n) {
        System.arraycopy(x, 0, given, 0, n);
        fall(x, n);
        exp(n);
        softplus(given, y, n);
    }

    private static void fall(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = -Math.abs(x[i]);
        }
    }

    private static void softplus(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = DoubleMath.softplus(x[i], y[i]);
        }
    }

    void logSigmoid(int n) {
        negate(x, n);
        softplus(n);
        negate(y, n);
    }
}
