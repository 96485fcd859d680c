/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.nio.Buffer;

/**
 * Loops over ranges of one type of array, so that what runs a program is written once for both.
 *
 * <p>A range is an array and where it starts; all ranges of a call have {@code n} elements. Arguments come in the order of the
 * formula, then the destination {@code d, o}, then {@code n}. Scalars are given as {@code double} and rounded to the array's type
 * first. The destination may be an operand, at the same offset; ranges that overlap otherwise are not allowed. Indicators are
 * stored as 0 and 1, indices as whole numbers. Nothing allocates but room that a thread keeps, and kernels have no state: any
 * number of threads may share them.
 *
 * <p>NaN goes through arithmetic as in Java; it is neither greater than nor equal to anything. All kernels of one array type give
 * the same bits, apart from {@code sum}, {@code dot} and {@code expSum}s, whose order of summation is the machine's, and
 * {@link Gemm}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Kernels<A> {

    /** Whether they use the vector module. */
    boolean isVector();

    // ---- arrays ----

    A allocate(int n);

    int length(A a);

    double get(A a, int i);

    void set(A a, int i, double v);

    void fill(double v, A d, int o, int n);

    void copy(A a, int ao, A d, int o, int n);

    /** {@code d[r, i] = a[r]} for {@code rows} rows of {@code n}. */
    default void repeat(A a, int ao, A d, int o, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            fill(get(a, ao + r), d, o + r * n, n);
        }
    }

    /** Reads from a float, double, int, long or byte buffer, direct or not; leaves its position alone. */
    void read(Buffer from, int at, A d, int o, int n);

    /** Writes to a float or double buffer, direct or not; leaves its position alone. */
    void write(A a, int ao, Buffer to, int at, int n);

    /** The matrix product on this type of array. */
    Gemm<A> gemm();

    // ---- maps ----

    /** Within 2 ulp (float) or 1e-14 (double) of the exact value; a result below the smallest normal number may be 0. */
    void exp(A a, int ao, A d, int o, int n);

    /** Natural; -infinity of 0, NaN below. Within 2 ulp or 1e-14, of subnormal numbers too. */
    void log(A a, int ao, A d, int o, int n);

    /** {@code log(1 + a)}, without loss for small {@code a}. */
    void log1p(A a, int ao, A d, int o, int n);

    /** {@code 1 / (1 + exp(-a))}. */
    void sigmoid(A a, int ao, A d, int o, int n);

    /** {@code log(1 + exp(a))}. */
    void softplus(A a, int ao, A d, int o, int n);

    /** {@code -softplus(-a)}. */
    void logSigmoid(A a, int ao, A d, int o, int n);

    void sqrt(A a, int ao, A d, int o, int n);

    void abs(A a, int ao, A d, int o, int n);

    /** -1, 0 or 1, NaN of NaN; keeps a zero's sign. */
    void sign(A a, int ao, A d, int o, int n);

    /** Whether an element is neither NaN nor infinite. */
    void isFinite(A a, int ao, A d, int o, int n);

    /** The whole number next to {@code a} towards zero. */
    void toIndex(A a, int ao, A d, int o, int n);

    default void neg(A a, int ao, A d, int o, int n) {
        mul(a, ao, -1, d, o, n);
    }

    default void square(A a, int ao, A d, int o, int n) {
        mul(a, ao, a, ao, d, o, n);
    }

    default void relu(A a, int ao, A d, int o, int n) {
        maximum(a, ao, 0, d, o, n);
    }

    default void recip(A a, int ao, A d, int o, int n) {
        div(1, a, ao, d, o, n);
    }

    /** {@code 1 - a}. */
    default void not(A a, int ao, A d, int o, int n) {
        sub(1, a, ao, d, o, n);
    }

    // ---- two ranges ----

    void add(A a, int ao, A b, int bo, A d, int o, int n);

    void sub(A a, int ao, A b, int bo, A d, int o, int n);

    void mul(A a, int ao, A b, int bo, A d, int o, int n);

    void div(A a, int ao, A b, int bo, A d, int o, int n);

    /** As {@link Math#max}: NaN if either is. */
    void maximum(A a, int ao, A b, int bo, A d, int o, int n);

    /** Whether {@code a > b}. */
    void greater(A a, int ao, A b, int bo, A d, int o, int n);

    /** Whether {@code a == b}. */
    void equal(A a, int ao, A b, int bo, A d, int o, int n);

    default void and(A a, int ao, A b, int bo, A d, int o, int n) {
        mul(a, ao, b, bo, d, o, n);
    }

    default void or(A a, int ao, A b, int bo, A d, int o, int n) {
        maximum(a, ao, b, bo, d, o, n);
    }

    // ---- a range and a scalar, on the side where it stands in the formula ----

    void add(A a, int ao, double s, A d, int o, int n);

    default void sub(A a, int ao, double s, A d, int o, int n) {
        add(a, ao, -s, d, o, n);
    }

    void sub(double s, A a, int ao, A d, int o, int n);

    void mul(A a, int ao, double s, A d, int o, int n);

    void div(A a, int ao, double s, A d, int o, int n);

    void div(double s, A a, int ao, A d, int o, int n);

    void maximum(A a, int ao, double s, A d, int o, int n);

    void greater(A a, int ao, double s, A d, int o, int n);

    void greater(double s, A a, int ao, A d, int o, int n);

    void equal(A a, int ao, double s, A d, int o, int n);

    default void and(A a, int ao, double s, A d, int o, int n) {
        mul(a, ao, s, d, o, n);
    }

    default void or(A a, int ao, double s, A d, int o, int n) {
        maximum(a, ao, s, d, o, n);
    }

    // ---- choice: nothing of the other side remains ----

    /** {@code c ? yes : no} of an indicator. */
    void where(A c, int co, A yes, int yo, A no, int noAt, A d, int o, int n);

    void where(A c, int co, A yes, int yo, double no, A d, int o, int n);

    void where(A c, int co, double yes, A no, int noAt, A d, int o, int n);

    void where(A c, int co, double yes, double no, A d, int o, int n);

    // ---- fused steps, rounded once or twice as the machine likes ----

    /** {@code a + b s}. */
    void addScaled(A a, int ao, A b, int bo, double s, A d, int o, int n);

    /** {@code a s + b t}. */
    void mix(A a, int ao, double s, A b, int bo, double t, A d, int o, int n);

    /** {@code a b + c}. */
    void mulAdd(A a, int ao, A b, int bo, A c, int co, A d, int o, int n);

    // ---- reductions of a range ----

    /** 0 of nothing. Long ranges are summed in pieces, and the pieces in double. */
    double sum(A a, int ao, int n);

    /** -infinity of nothing; NaN if a NaN is among them. */
    double max(A a, int ao, int n);

    /** {@code sum a b}, as {@link #sum}. */
    double dot(A a, int ao, A b, int bo, int n);

    /** {@code d = exp(a - m)}; gives the sum of {@code d}. */
    double expSum(A a, int ao, double m, A d, int o, int n);

    /** {@code d[r] = exp(a[r] - m[r])} and {@code s[r]} the sum of {@code d[r]}, for {@code rows} rows of {@code n}; {@code s} may be {@code m}. */
    default void expSums(A a, int ao, A m, int mo, A d, int o, int n, A s, int so, int rows) {
        for (int r = 0; r < rows; r++) {
            set(s, so + r, expSum(a, ao + r * n, get(m, mo + r), d, o + r * n, n));
        }
    }

    /**
     * The sum without {@code a[ao + but]}, where {@code all} is that of all: the difference, unless what is left is so little that digits
     * would be lost.
     */
    default double sumBut(A a, int ao, int n, int but, double all) {
        double one = get(a, ao + but);
        return all - one > one ? all - one : sum(a, ao, but) + sum(a, ao + but + 1, n - but - 1);
    }

    // ---- sums in double, whatever the array ----

    /** {@code d += a}. */
    void accumulate(A a, int ao, double[] d, int o, int n);

    /** {@code d = a}, rounded. */
    void round(double[] a, int ao, A d, int o, int n);

    // ---- along rows ----

    /**
     * {@code d[r, k] = x[r, index[r, k]]} for {@code rows} rows; those of {@code x} have {@code depth} elements, those of
     * {@code index} and {@code d} have {@code width}.
     *
     * @throws IllegalArgumentException if an index is outside of its row
     */
    void take(A x, int xo, int depth, A index, int io, int width, A d, int o, int rows);

    /** {@code d[r, index[r, k]] += g[r, k]}, the adjoint of {@code take}; an index outside of its row adds nothing. */
    void untake(A g, int go, A index, int io, int width, A d, int o, int depth, int rows);

    /** {@code d[k] = a[0] + ... + a[k]}, summed in double. */
    void cumSum(A a, int ao, A d, int o, int n);

    /**
     * The stable order of a range: equal elements stay in place, ascending and descending. As {@link Double#compare} has it, NaN
     * is above all others, and -0 below 0.
     *
     * @param scratch of at least {@code 3 n} elements
     */
    void argSort(A a, int ao, boolean descending, A d, int o, int n, long[] scratch);
}
