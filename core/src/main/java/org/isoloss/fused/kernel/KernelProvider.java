/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final String MODULE = "jdk.incubator.vector";

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

        static {
            Logger log = LoggerFactory.getLogger(KernelProvider.class);
            log.info(ONE.reason());
        }
    }

    static Choice choose(String wish) {
        boolean there = ModuleLayer.boot().findModule(MODULE).isPresent();
        return switch (wish) {
            case "off" -> scalar("Plain loops, since -D%s=off asks".formatted(PROPERTY));
            case "auto" -> there ? vector("module %s is loaded".formatted(MODULE)) : scalar(missing("Plain loops"));
            case "on" -> {
                if (!there) {
                    throw new UnsupportedOperationException(missing("No vector kernels"));
                }
                yield vector("-D%s=on asks".formatted(PROPERTY));
            }
            default ->
                throw new IllegalArgumentException("%s must be auto, on or off, got %s".formatted(PROPERTY, wish));
        };
    }

    private static String missing(String what) {
        return "%s, since module %s is not loaded; start the JVM with --add-modules %s".formatted(what, MODULE, MODULE);
    }

    private static Choice scalar(String reason) {
        return new Choice(new ScalarFloatKernels(), new ScalarDoubleKernels(), false, reason);
    }

    private static Choice vector(String why) {
        return new Choice(
                (FloatArrays) make("VectorFloatKernels"),
                (DoubleArrays) make("VectorDoubleKernels"),
                true,
                "Vector API, since " + why);
    }

    /** By name, since only the vector classes may need a module that may be missing. */
    private static Object make(String name) {
        try {
            Class<?> type = Class.forName(KernelProvider.class.getPackageName() + "." + name);
            return MethodHandles.lookup()
                    .findConstructor(type, MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new UnsupportedOperationException("%s can't be loaded: %s".formatted(name, e), e);
        }
    }
}
