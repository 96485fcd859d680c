/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/**
 * A piece of a range in arrays of its own, {@code x} and what becomes of it, {@code y}.
 *
 * <p>The compiler vectorises a loop over several arrays by itself only if all of them have the same index. Ranges begin anywhere, but
 * their copies here begin at 0. It does not vectorise the bits of numbers, so what has to do with them is a loop of its own.
 */
final class FloatPiece {

    /** As many as go in. */
    private static final int SIZE = 512;

    /** As many as are copied. */
    static final int MOST = 4096;

    /** What a thread has. */
    private static final ThreadLocal<FloatPiece> OWN = ThreadLocal.withInitial(FloatPiece::new);

    /** Exponents from -100 to 27, far from where exp becomes 0 or infinite: seven bits. */
    private static final int LOWEST = Float.floatToRawIntBits(FloatMath.ROUNDER) - 100;

    private static final int USUAL = 127;

    private final float[] x = new float[SIZE];
    private final float[] given = new float[SIZE];
    private final float[] rounded = new float[SIZE];
    private final float[] y = new float[SIZE];
    private final float[] copy = new float[MOST];

    private FloatPiece() {}

    /** What is to be done to the first {@code n} numbers. */
    interface Map {
        void apply(FloatPiece piece, int n);
    }

    static void map(Map map, float[] a, int ao, float[] d, int o, int n) {
        FloatPiece piece = OWN.get();
        for (int i = 0; i < n; i += SIZE) {
            int w = piece.load(a, ao + i, n - i);
            map.apply(piece, w);
            piece.store(d, o + i, w);
        }
    }

    /** A copy of up to {@link #MOST} numbers, which the thread's next copy overwrites. */
    static float[] copy(float[] a, int ao, int n) {
        float[] copy = OWN.get().copy;
        System.arraycopy(a, ao, copy, 0, n);
        return copy;
    }

    /** {@code d = exp(a - m)}. */
    static void exp(float[] a, int ao, float m, float[] d, int o, int n) {
        FloatPiece piece = OWN.get();
        for (int i = 0; i < n; i += SIZE) {
            int w = piece.load(a, ao + i, n - i);
            minus(piece.x, m, w);
            piece.exp(w);
            piece.store(d, o + i, w);
        }
    }

    /** As many of {@code n} numbers as go in. */
    private int load(float[] a, int ao, int n) {
        int w = Math.min(SIZE, n);
        System.arraycopy(a, ao, x, 0, w);
        return w;
    }

    private void store(float[] d, int o, int n) {
        System.arraycopy(y, 0, d, o, n);
    }

    void exp(int n) {
        mantissas(x, rounded, y, n);
        if (!scale(rounded, y, n)) {
            for (int i = 0; i < n; i++) {
                y[i] = FloatMath.exp(x[i]);
            }
        }
    }

    private static void mantissas(float[] x, float[] rounded, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float k = FloatMath.rounded(x[i]);
            rounded[i] = k;
            y[i] = FloatMath.mantissa(x[i], k);
        }
    }

    /** Multiplies by powers of two, and says whether all of them were usual. */
    private static boolean scale(float[] rounded, float[] y, int n) {
        int bits = 0;
        for (int i = 0; i < n; i++) {
            bits |= Float.floatToRawIntBits(rounded[i]) - LOWEST;
            y[i] = FloatMath.scaled(y[i], rounded[i]);
        }
        return (bits & ~USUAL) == 0;
    }

    private static void minus(float[] x, float m, int n) {
        for (int i = 0; i < n; i++) {
            x[i] -= m;
        }
    }

    private static void negate(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = -x[i];
        }
    }

    void sigmoid(int n) {
        negate(x, n);
        exp(n);
        sigmoid(y, n);
    }

    private static void sigmoid(float[] y, int n) {
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

    private static void fall(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = -Math.abs(x[i]);
        }
    }

    private static void softplus(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = FloatMath.softplus(x[i], y[i]);
        }
    }

    void logSigmoid(int n) {
        negate(x, n);
        softplus(n);
        negate(y, n);
    }
}
