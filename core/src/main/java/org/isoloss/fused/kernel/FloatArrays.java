/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** What all kernels of {@code float[]} do alike: where elements lie and in which order, and sums in double. */
abstract class FloatArrays implements Kernels<float[]> {

    // ---- arrays ----

    @Override
    public float[] allocate(int n) {
        return new float[n];
    }

    @Override
    public int length(float[] a) {
        return a.length;
    }

    @Override
    public double get(float[] a, int i) {
        return a[i];
    }

    @Override
    public void set(float[] a, int i, double v) {
        a[i] = (float) v;
    }

    @Override
    public void fill(double v, float[] d, int o, int n) {
        Arrays.fill(d, o, o + n, (float) v);
    }

    @Override
    public void copy(float[] a, int ao, float[] d, int o, int n) {
        System.arraycopy(a, ao, d, o, n);
    }

    @Override
    public void read(Buffer from, int at, float[] d, int o, int n) {
        if (from instanceof FloatBuffer same) {
            same.get(at, d, o, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            d[o + i] = (float) Buffers.get(from, at + i);
        }
    }

    @Override
    public void write(float[] a, int ao, Buffer to, int at, int n) {
        if (to instanceof FloatBuffer same) {
            same.put(at, a, ao, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Buffers.put(a[ao + i], to, at + i);
        }
    }

    // ---- sums in double ----

    @Override
    public void accumulate(float[] a, int ao, double[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] += a[ao + i];
        }
    }

    @Override
    public void round(double[] a, int ao, float[] d, int o, int n) {
        for (int i = 0; i < n; i++) {
            d[o + i] = (float) a[ao + i];
        }
    }

    // ---- along rows ----

    @Override
    public void take(float[] x, int xo, int depth, float[] index, int io, int width, float[] d, int o, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = r * width; i < (r + 1) * width; i++) {
                int k = (int) index[io + i];
                if (k < 0 || k >= depth) {
                    throw new IllegalArgumentException("index must be in [0, %d), got %d".formatted(depth, k));
                }
                d[o + i] = x[xo + r * depth + k];
            }
        }
    }

    @Override
    public void untake(float[] g, int go, float[] index, int io, int width, float[] d, int o, int depth, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = r * width; i < (r + 1) * width; i++) {
                int k = (int) index[io + i];
                if (k >= 0 && k < depth) {
                    d[o + r * depth + k] += g[go + i];
                }
            }
        }
    }

    @Override
    public void cumSum(float[] a, int ao, float[] d, int o, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += a[ao + i];
            d[o + i] = (float) s;
        }
    }

    @Override
    public void argSort(float[] a, int ao, boolean descending, float[] d, int o, int n, long[] scratch) {
        for (int i = 0; i < n; i++) {
            scratch[i] = StableOrder.key(a[ao + i], descending);
        }
        int order = StableOrder.sort(scratch, n);
        for (int i = 0; i < n; i++) {
            d[o + i] = scratch[order + i];
        }
    }
}
