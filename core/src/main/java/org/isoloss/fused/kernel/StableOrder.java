/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

/** Merge sort of positions by keys, in memory that the caller lends: keys, then positions, then room for as many. */
final class StableOrder {

    private StableOrder() {}

    /** The key that orders as {@link Double#compare}; its complement orders the other way round. */
    static long key(double v, boolean descending) {
        long bits = Double.doubleToLongBits(v);
        long ascending = bits ^ (bits >> 63 & Long.MAX_VALUE);
        return descending ? ~ascending : ascending;
    }

    /** Orders {@code n} keys at the start of {@code scratch}; gives where in it their positions, in order, begin. */
    static int sort(long[] scratch, int n) {
        int from = n;
        int to = 2 * n;
        for (int i = 0; i < n; i++) {
            scratch[from + i] = i;
        }
        for (int run = 1; run < n; run *= 2) {
            for (int start = 0; start < n; start += 2 * run) {
                merge(scratch, from + start, Math.min(run, n - start), Math.min(2 * run, n - start), to + start);
            }
            int swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    /** Merges the runs [a, a + middle) and [a + middle, a + end). */
    private static void merge(long[] s, int a, int middle, int end, int to) {
        int i = 0;
        int j = middle;
        for (int k = 0; k < end; k++) {
            boolean left = j == end || (i < middle && s[(int) s[a + i]] <= s[(int) s[a + j]]);
            s[to + k] = s[a + (left ? i++ : j++)];
        }
    }
}
