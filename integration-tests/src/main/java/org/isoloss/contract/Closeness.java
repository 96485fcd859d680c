/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Arrays;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;

/** Asserts that arrays are close. It returns nothing: what is not close throws. */
public final class Closeness {
    private Closeness() {}

    /** Asserts what {@link #assertWithin} does, {@code tolerance} relative to the largest finite expected element. */
    public static void assertClose(String what, HostTensor expected, HostTensor actual, double tolerance) {
        assertWithin(what, expected, actual, tolerance * largest(expected.toArray()));
    }

    /** Asserts equal shapes, and elements within {@code allowed}; NaN and infinities must stand in the same places. */
    public static void assertWithin(String what, HostTensor expected, HostTensor actual, double allowed) {
        if (!Arrays.equals(expected.shape(), actual.shape())) {
            throw new AssertionError("%s: shape must be %s, got %s"
                    .formatted(what, Arrays.toString(expected.shape()), Arrays.toString(actual.shape())));
        }
        double[] e = expected.toArray();
        double[] a = actual.toArray();
        for (int i = 0; i < e.length; i++) {
            // one of both infinite makes the difference infinite, one of both NaN makes it NaN
            boolean close = Double.compare(e[i], a[i]) == 0 || Math.abs(e[i] - a[i]) <= allowed;
            if (!close) {
                throw new AssertionError("%s: must be %s within %.1e at %s, got %s"
                        .formatted(what, e[i], allowed, Arrays.toString(Shapes.position(i, expected.shape())), a[i]));
            }
        }
    }

    /** Of the finite entries, and at least the smallest number that does not vanish beside float32 noise. */
    private static double largest(double... values) {
        double largest = 1e-30;
        for (double v : values) {
            largest = Double.isFinite(v) ? Math.max(largest, Math.abs(v)) : largest;
        }
        return largest;
    }

    /** The largest difference, relative to the largest expected entry; infinite where one is NaN and the other is not. */
    public static double distance(double[] expected, double[] actual) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            if (Double.compare(expected[i], actual[i]) != 0) {
                double d = Math.abs(expected[i] - actual[i]);
                worst = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(worst, d);
            }
        }
        return worst / largest(expected);
    }
}
