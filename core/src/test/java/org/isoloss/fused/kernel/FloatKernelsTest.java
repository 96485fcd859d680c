/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.nio.Buffer;
import java.nio.ByteBuffer;

class FloatKernelsTest extends KernelsContract<float[]> {

    @Override
    Kernels<float[]> kernels(String wish) {
        return KernelProvider.choose(wish).floats();
    }

    @Override
    double rounded(double v) {
        return (float) v;
    }

    @Override
    double ulp(double v) {
        return Math.ulp((float) v);
    }

    @Override
    double smallestNormal() {
        return Float.MIN_NORMAL;
    }

    @Override
    double number(int sign, int exponent, long random) {
        return Float.intBitsToFloat((sign << 31) | (exponent << 23) | ((int) random & 0x7fffff));
    }

    @Override
    int exponents() {
        return 256;
    }

    @Override
    Buffer direct(ByteBuffer bytes) {
        return bytes.asFloatBuffer();
    }

    @Override
    float[][] arrays(int n) {
        return new float[n][];
    }
}
