/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Arrays;

/**
 * The rows of one step: what went in, what should and what did come out.
 *
 * @param fingerprint differs for batches that differ, but for rare chance
 * @param targets what should come out
 * @param outputs what came out
 * @since 0.1
 */
public record Minibatch(long fingerprint, Targets targets, Outputs outputs) {

    /** How many numbers of each array a listener looks at, so that large outputs stay cheap. */
    public static final int MOST = 1 << 16;

    /** Of what the first input, target and output hold in row-major order; the widths are the numbers in a row. */
    public static Minibatch of(double[] input, double[] target, long targetWidth, double[] output, long outputWidth) {
        long fingerprint =
                (long) Arrays.hashCode(input) << Integer.SIZE | Integer.toUnsignedLong(Arrays.hashCode(target));
        return new Minibatch(fingerprint, Targets.of(target, targetWidth), Outputs.of(output, outputWidth));
    }

    /** How many rows of {@code width} numbers those are: at least 2, because one row has no spread. */
    public static long rows(long rows, long width) {
        return Math.min(rows, Math.max(2, MOST / Math.max(1, width)));
    }

    Minibatch lean() {
        return new Minibatch(fingerprint, targets.lean(), outputs);
    }
}
