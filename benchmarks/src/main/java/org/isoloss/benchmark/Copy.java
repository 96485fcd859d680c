/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.stream.IntStream;

/** The limit that memory sets: every input read once, and an output of the same size written once, by all processors. */
final class Copy {

    private static final int PARTS = 16;

    private Copy() {}

    static Runnable intoReused(Case c) {
        float[] from = c.numbers();
        float[] to = new float[from.length];
        return () -> copy(from, to);
    }

    static Runnable intoFresh(Case c) {
        float[] from = c.numbers();
        return () -> copy(from, new float[from.length]);
    }

    private static void copy(float[] from, float[] to) {
        IntStream.range(0, PARTS).parallel().forEach(p -> {
            int start = (int) ((long) from.length * p / PARTS);
            int end = (int) ((long) from.length * (p + 1) / PARTS);
            System.arraycopy(from, start, to, start, end - start);
        });
    }
}
