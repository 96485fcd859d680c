/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.nio.Buffer;
import java.nio.ByteBuffer;

class DoubleKernelsTest extends KernelsContract<double[]> {

    @Override
    Kernels<double[]> kernels(String wish) {
        return KernelProvider.choose(wish).doubles();
    }

    @Override
    double rounded(double v) {
        return v;
    }

    @Override
    double ulp(double v) {
        return Math.ulp(v);
    }

    @Override
    double smallestNormal() {
        return Double.MIN_NORMAL;
    }

    @Override
    double number(int sign, int exponent, long random) {
        return Double.longBitsToDouble(((long) sign << 63) | ((long) exponent << 52) | (random & 0xfffffffffffffL));
    }

    @Override
    int exponents() {
        return 2048;
    }

    @Override
    Buffer direct(ByteBuffer bytes) {
        return bytes.asDoubleBuffer();
    }

    @Override
    double[][] arrays(int n) {
        return new double[n][];
    }
}
