/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.isoloss.fused.kernel.Elementwise.Inputs;
import org.isoloss.fused.kernel.Elementwise.Ranges;
import org.junit.jupiter.api.Test;

/** What the kernels of one array type must keep; the vector module has to be there. */
abstract class KernelsContract<A> {

    private static final int[] LENGTHS = {0, 1, 3, 7, 8, 13, 15, 16, 17, 31, 33, 100, 207, 4098};
    private static final int PAD = 5;
    /** Of each exponent; whole vectors. */
    private static final int MANTISSAS = 48;

    private static final double NEGATIVE_NAN = Double.longBitsToDouble(0xfff8L << 48);
    private static final double UNTOUCHED = -7.25;

    private List<Kernels<A>> both = List.of(kernels("off"), kernels("on"));

    abstract Kernels<A> kernels(String wish);

    /** {@code v} in the type of the array. */
    abstract double rounded(double v);

    abstract double ulp(double v);

    abstract double smallestNormal();

    /** A number of the type with this sign and exponent, and what of the bits of {@code random} are a mantissa. */
    abstract double number(int sign, int exponent, long random);

    abstract int exponents();

    abstract Buffer direct(ByteBuffer bytes);

    // ---- one number for each element ----

    @Test
    void elementsAreWhatJavaSays() {
        int elements = 0;
        for (Elementwise<A> e : Elementwise.<A>all()) {
            for (Kernels<A> k : both) {
                for (int n : LENGTHS) {
                    elements += check(e, k, n);
                }
            }
        }
        assertThat(elements)
                .isEqualTo(both.size()
                        * Elementwise.all().size()
                        * 3
                        * Arrays.stream(LENGTHS).sum());
    }

    /** Into another array, and over the first and the second operand. */
    private int check(Elementwise<A> e, Kernels<A> k, int n) {
        Ranges<A> x = ranges(k, e.inputs(), n);
        double[] expected = new double[n];
        for (int i = 0; i < n; i++) {
            expected[i] = rounded(
                    e.formula().of(k.get(x.a(), x.ao() + i), k.get(x.b(), x.bo() + i), k.get(x.c(), x.co() + i)));
        }
        A d = k.allocate(n + 2 * PAD);
        k.fill(UNTOUCHED, d, 0, n + 2 * PAD);
        e.call().run(k, x, d, PAD, n);
        compare(e, k, expected, d, PAD);
        assertThat(k.get(d, PAD - 1)).isEqualTo(UNTOUCHED);
        assertThat(k.get(d, PAD + n)).isEqualTo(UNTOUCHED);
        Ranges<A> second = ranges(k, e.inputs(), n);
        e.call().run(k, x, x.a(), x.ao(), n);
        compare(e, k, expected, x.a(), x.ao());
        e.call().run(k, second, second.b(), second.bo(), n);
        compare(e, k, expected, second.b(), second.bo());
        return 3 * n;
    }

    private void compare(Elementwise<A> e, Kernels<A> k, double[] expected, A d, int o) {
        for (int i = 0; i < expected.length; i++) {
            double got = k.get(d, o + i);
            assertThat(near(expected[i], got, e.ulps()))
                    .as(
                            "%s, %s, element %d of %d: expected %s, got %s",
                            e.name(), k, i, expected.length, expected[i], got)
                    .isTrue();
        }
    }

    private boolean near(double expected, double got, double ulps) {
        if (expected == got || (Double.isNaN(expected) && Double.isNaN(got))) {
            return true;
        }
        double allowed = ulps == 0 ? 0 : Math.max(ulps * ulp(expected), smallestNormal());
        return Math.abs(expected - got) <= allowed && Double.isFinite(expected);
    }

    private Ranges<A> ranges(Kernels<A> k, Inputs inputs, int n) {
        boolean tame = inputs == Inputs.TAME;
        boolean whole = inputs == Inputs.INDICATORS;
        A a = whole ? indicators(k, n + 1, 1) : numbers(k, n + 1, 1, tame);
        A b = whole || inputs == Inputs.CHOICE ? indicators(k, n + 2, 2) : numbers(k, n + 2, 2, tame);
        return new Ranges<>(a, 1, b, 2, numbers(k, n + 3, 3, tame), 3);
    }

    private A indicators(Kernels<A> k, int n, int seed) {
        Random random = new Random(seed);
        A a = k.allocate(n);
        IntStream.range(0, n).forEach(i -> k.set(a, i, random.nextInt(2)));
        return a;
    }

    private A numbers(Kernels<A> k, int n, int seed, boolean tame) {
        Random random = new Random(seed);
        double[] special = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, Double.MIN_VALUE, 1, -1, 0.75
        };
        A a = k.allocate(n);
        for (int i = 0; i < n; i++) {
            double usual = random.nextGaussian() * Math.exp(4 * random.nextGaussian());
            boolean odd = random.nextInt(6) == 0;
            double wild = odd ? special[random.nextInt(special.length)] : usual;
            k.set(a, i, tame ? 0.5 + 1.5 * random.nextDouble() : wild);
        }
        return a;
    }

    @Test
    void transcendentalsHoldOverAllExponentsAndAreTheSameBits() {
        A x = everyExponent();
        int n = both.get(0).length(x);
        for (Elementwise<A> e : Elementwise.<A>all().subList(0, 6)) {
            A[] results = both.stream().map(k -> k.allocate(n)).toArray(this::arrays);
            for (int i = 0; i < 2; i++) {
                Kernels<A> k = both.get(i);
                e.call().run(k, new Ranges<>(x, 0, x, 0, x, 0), results[i], 0, n);
                double[] expected = IntStream.range(0, n)
                        .mapToDouble(j -> rounded(e.formula().of(k.get(x, j), 0, 0)))
                        .toArray();
                compare(e, k, expected, results[i], 0);
            }
            assertThat(results[1]).as(e.name()).isEqualTo(results[0]);
            for (int at = 0; at < n; at += MANTISSAS) {
                e.call().run(both.get(1), new Ranges<>(x, at, x, at, x, at), results[0], at, MANTISSAS);
            }
            assertThat(results[0])
                    .as(e.name() + ", numbers of one size together")
                    .isEqualTo(results[1]);
        }
        assertThat(n).isEqualTo(2 * MANTISSAS * exponents());
    }

    abstract A[] arrays(int n);

    private A everyExponent() {
        Kernels<A> k = both.get(0);
        Random random = new Random(5);
        A x = k.allocate(2 * exponents() * MANTISSAS);
        int at = 0;
        for (int exponent = 0; exponent < exponents(); exponent++) {
            for (int sign = 0; sign < 2; sign++) {
                for (int m = 0; m < MANTISSAS; m++) {
                    k.set(x, at++, number(sign, exponent, m == 0 ? 0 : m == 1 ? -1 : random.nextLong()));
                }
            }
        }
        return x;
    }

    // ---- reductions ----

    @Test
    void sumsAreThoseOfExactArithmetic() {
        int checked = 0;
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                A a = numbers(k, n + 2, 7, true);
                A b = numbers(k, n + 3, 8, true);
                IntStream.range(0, n).filter(i -> i % 3 == 0).forEach(i -> k.set(a, 2 + i, -k.get(a, 2 + i)));
                A d = k.allocate(n + 1);
                close(n, i -> k.get(a, 2 + i), k.sum(a, 2, n));
                close(n, i -> k.get(a, 2 + i) * k.get(b, 3 + i), k.dot(a, 2, b, 3, n));
                double sum = k.expSum(a, 2, 0.5, d, 1, n);
                close(n, i -> k.get(d, 1 + i), sum);
                assertThat(IntStream.range(0, n)
                                .allMatch(i -> near(Math.exp(rounded(k.get(a, 2 + i) - 0.5)), k.get(d, 1 + i), 2)))
                        .isTrue();
                assertThat(k.expSum(a, 2, 0.5, a, 2, n)).as("in place").isEqualTo(sum);
                assertThat(IntStream.range(0, n).allMatch(i -> k.get(a, 2 + i) == k.get(d, 1 + i)))
                        .isTrue();
                checked += n;
            }
        }
        assertThat(checked).isEqualTo(both.size() * Arrays.stream(LENGTHS).sum());
    }

    @Test
    void sumsOfExponentialsTakeAnyNumber() {
        int checked = 0;
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                for (double far : new double[] {Double.NEGATIVE_INFINITY, -1e4, 1e4, Double.NaN, NEGATIVE_NAN}) {
                    A a = numbers(k, n + 2, 7, true);
                    A d = k.allocate(n + 1);
                    for (int i = n - 1; i >= 0; i -= 37) {
                        k.set(a, 2 + i, far);
                    }
                    double sum = k.expSum(a, 2, 0.5, d, 1, n);
                    double again = k.expSum(a, 2, 0.5, a, 2, n);
                    for (int i = n - 1; i >= 0; i -= 37) {
                        assertThat((Object) k.get(d, 1 + i)).isEqualTo(Math.exp(far));
                    }
                    for (int i = 0; i < n; i++) {
                        assertThat((Object) k.get(a, 2 + i)).isEqualTo(k.get(d, 1 + i));
                    }
                    assertThat((Object) again).isEqualTo(sum);
                    assertThat(sum).matches(x -> n == 0 || Double.isFinite(Math.exp(far)) == Double.isFinite(x));
                    checked += n;
                }
            }
        }
        assertThat(checked).isEqualTo(5 * both.size() * Arrays.stream(LENGTHS).sum());
    }

    /** All of them just below the largest number, so that their sum is beyond it. */
    @Test
    void sumsOfExponentialsThatOverflowAreNumbers() {
        double largest = Double.isInfinite(rounded(1e300)) ? Float.MAX_VALUE : Double.MAX_VALUE;
        int checked = 0;
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                A a = k.allocate(n);
                A d = k.allocate(n);
                k.fill(Math.log(largest) - 0.05, a, 0, n);
                assertThat(k.expSum(a, 0, 0, d, 0, n)).isNotNaN();
                checked += n;
            }
        }
        assertThat(checked).isEqualTo(both.size() * Arrays.stream(LENGTHS).sum());
    }

    /** The one left out is like the others, or much more, or not a number, which the sum of all is too. */
    @Test
    void sumsOfAllButOne() {
        int checked = 0;
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                for (double one : new double[] {1.25, 0, 3e7, Double.POSITIVE_INFINITY, Double.NaN}) {
                    for (int but = 0; but < n; but += Math.max(1, n / 41)) {
                        A a = numbers(k, n + 2, 7, true);
                        k.set(a, 2 + but, one);
                        int left = but;
                        close(n, i -> i == left ? 0 : k.get(a, 2 + i), k.sumBut(a, 2, n, but, k.sum(a, 2, n)));
                        checked++;
                    }
                }
            }
        }
        assertThat(checked).isGreaterThan(5 * both.size() * LENGTHS.length);
    }

    /** Some beyond the bounds of the exponential; sums over what is taken away. */
    @Test
    void rowsOfExponentialsAreAsEachAlone() {
        int rows = 5;
        int checked = 0;
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                for (double far : new double[] {0.25, -1e4, 1e4, Double.NaN}) {
                    A a = numbers(k, rows * n + 2, 7, true);
                    A m = numbers(k, rows + 1, 8, true);
                    IntStream.range(0, rows * n).filter(i -> i % 41 == 0).forEach(i -> k.set(a, 2 + i, far));
                    A d = k.allocate(rows * n + 1);
                    A alone = k.allocate(rows * n + 1);
                    A sums = k.allocate(rows);
                    for (int r = 0; r < rows; r++) {
                        k.set(sums, r, k.expSum(a, 2 + r * n, k.get(m, 1 + r), alone, 1 + r * n, n));
                    }
                    A s = k.allocate(rows + 1);
                    k.copy(m, 1, s, 1, rows);
                    k.expSums(a, 2, s, 1, d, 1, n, s, 1, rows);
                    k.expSums(a, 2, m, 1, a, 2, n, m, 1, rows);
                    for (int r = 0; r < rows; r++) {
                        assertThat((Object) k.get(s, 1 + r)).isEqualTo(k.get(sums, r));
                        assertThat((Object) k.get(m, 1 + r)).as("in place").isEqualTo(k.get(sums, r));
                    }
                    for (int i = 0; i < rows * n; i++) {
                        assertThat((Object) k.get(d, 1 + i)).isEqualTo(k.get(alone, 1 + i));
                        assertThat((Object) k.get(a, 2 + i)).as("in place").isEqualTo(k.get(alone, 1 + i));
                        checked++;
                    }
                }
            }
        }
        assertThat(checked)
                .isEqualTo(4 * rows * both.size() * Arrays.stream(LENGTHS).sum());
    }

    @Test
    void numbersAreRepeated() {
        int checked = 0;
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                for (int rows : new int[] {0, 1, 2, 7, 40}) {
                    A a = numbers(k, rows + 1, 7, false);
                    A d = k.allocate(rows * n + 2 * PAD);
                    k.fill(UNTOUCHED, d, 0, rows * n + 2 * PAD);
                    k.repeat(a, 1, d, PAD, n, rows);
                    for (int i = -PAD; i < rows * n + PAD; i++) {
                        double expected = i < 0 || i >= rows * n ? UNTOUCHED : k.get(a, 1 + i / n);
                        assertThat((Object) k.get(d, PAD + i)).isEqualTo(expected);
                    }
                    checked += rows * n;
                }
            }
        }
        assertThat(checked).isEqualTo(50 * both.size() * Arrays.stream(LENGTHS).sum());
    }

    @Test
    void sumsStayAsTheyAreWhenTheyHaveBeenCompiled() {
        int n = 100;
        for (Kernels<A> k : both) {
            A a = numbers(k, n, 7, true);
            A b = numbers(k, n, 8, true);
            A d = k.allocate(n);
            List<Double> first = List.of(k.sum(a, 0, n), k.dot(a, 0, b, 0, n), k.expSum(a, 0, 0.5, d, 0, n));
            for (int i = 0; i < 20_000; i++) {
                assertThat(k.sum(a, 0, n)).isEqualTo(first.get(0));
                assertThat(k.dot(a, 0, b, 0, n)).isEqualTo(first.get(1));
                assertThat(k.expSum(a, 0, 0.5, d, 0, n)).isEqualTo(first.get(2));
            }
        }
    }

    private interface Element {
        double at(int i);
    }

    private void close(int n, Element e, double got) {
        BigDecimal sum = BigDecimal.ZERO;
        double size = 0;
        for (int i = 0; i < n; i++) {
            sum = sum.add(new BigDecimal(e.at(i)));
            size += Math.abs(e.at(i));
        }
        assertThat(Math.abs(sum.doubleValue() - got)).isLessThanOrEqualTo((8 + n / 128.0) * ulp(1) * size);
    }

    @Test
    void maximaSeeEveryElementAndKeepNaN() {
        int checked = 0;
        for (Kernels<A> k : both) {
            assertThat(k.max(k.allocate(3), 1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
            for (int n : LENGTHS) {
                A a = numbers(k, n + 4, 9, true);
                for (int i = 0; i < Math.min(n, 300); i++) {
                    double was = k.get(a, 2 + i);
                    k.set(a, 2 + i, 3);
                    assertThat(k.max(a, 2, n)).isEqualTo(3);
                    k.set(a, 2 + i, Double.NaN);
                    assertThat(k.max(a, 2, n)).isNaN();
                    k.set(a, 2 + i, NEGATIVE_NAN);
                    assertThat(k.max(a, 2, n)).isNaN();
                    k.set(a, 2 + i, was);
                    checked++;
                }
                k.mul(a, 2, -1.0, a, 2, n);
                for (int i = 0; i < Math.min(n, 300); i++) {
                    double was = k.get(a, 2 + i);
                    k.set(a, 2 + i, -0.25);
                    assertThat(k.max(a, 2, n)).isEqualTo(-0.25);
                    k.set(a, 2 + i, was);
                }
            }
        }
        assertThat(checked).isGreaterThan(both.size() * 500);
    }

    @Test
    void maximaOfInfinitiesAndOfZeros() {
        int checked = 0;
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                A a = k.allocate(n + 2);
                for (int i = 0; i < Math.min(n, 300); i++) {
                    k.fill(Double.NEGATIVE_INFINITY, a, 2, n);
                    assertThat(k.max(a, 2, n)).isEqualTo(Double.NEGATIVE_INFINITY);
                    k.set(a, 2 + i, Double.POSITIVE_INFINITY);
                    assertThat(k.max(a, 2, n)).isEqualTo(Double.POSITIVE_INFINITY);
                    k.set(a, 2 + (i + 1) % n, Double.NaN);
                    assertThat(k.max(a, 2, n)).isNaN();
                    k.fill(-0.0, a, 2, n);
                    assertThat(1 / k.max(a, 2, n)).isNegative();
                    k.set(a, 2 + i, 0);
                    assertThat(1 / k.max(a, 2, n)).isPositive();
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(both.size() * 500);
    }

    @Test
    void sumsInDoubleAreNotRoundedToTheArray() {
        for (Kernels<A> k : both) {
            double[] sum = {9, 0, 0.125};
            A a = k.allocate(3);
            k.set(a, 1, 0.1);
            k.set(a, 2, -1);
            for (int i = 0; i < 1000; i++) {
                k.accumulate(a, 1, sum, 1, 2);
            }
            assertThat(sum[1]).isCloseTo(1000 * k.get(a, 1), within(1e-11));
            assertThat(sum).startsWith(9).endsWith(-999.875);
            k.round(sum, 1, a, 0, 2);
            assertThat(k.get(a, 0)).isEqualTo(rounded(sum[1]));
            assertThat(k.get(a, 1)).isEqualTo(-999.875);
        }
    }

    // ---- along rows ----

    @Test
    void takesAndGivesBackByIndex() {
        for (Kernels<A> k : both) {
            A x = of(k, 9, 10, 11, 12, 20, 21, 22);
            A index = of(k, 2, 0, 1, 1);
            A d = k.allocate(5);
            k.take(x, 1, 3, index, 0, 2, d, 1, 2);
            assertThat(list(k, d)).containsExactly(0, 12, 10, 21, 21);
            A back = of(k, 5, 0, 0, 0, 0, 0, 0);
            k.untake(d, 1, index, 0, 2, back, 1, 3, 2);
            assertThat(list(k, back)).containsExactly(5, 10, 0, 12, 0, 42, 0);
            assertThatThrownBy(() -> k.take(x, 0, 3, of(k, 1, 3), 0, 1, d, 0, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("index must be in [0, 3), got 3");
            k.untake(d, 1, of(k, -1, 3), 0, 1, back, 1, 3, 2);
            assertThat(list(k, back)).containsExactly(5, 10, 0, 12, 0, 42, 0);
        }
    }

    @Test
    void runningSumsAreRoundedOnce() {
        for (Kernels<A> k : both) {
            A a = numbers(k, 207, 3, true);
            double[] expected = new double[207];
            for (int i = 0; i < 207; i++) {
                expected[i] = (i == 0 ? 0 : expected[i - 1]) + k.get(a, i);
            }
            k.cumSum(a, 0, a, 0, 207);
            assertThat(list(k, a))
                    .isEqualTo(Arrays.stream(expected).map(this::rounded).toArray());
        }
    }

    @Test
    void orderIsStableBothWays() {
        for (Kernels<A> k : both) {
            for (int n : LENGTHS) {
                A a = numbers(k, n + 1, 4, false);
                for (boolean descending : new boolean[] {false, true}) {
                    Comparator<Integer> up = Comparator.comparingDouble(i -> k.get(a, 1 + i));
                    double[] expected = IntStream.range(0, n)
                            .boxed()
                            .sorted(descending ? up.reversed() : up)
                            .mapToDouble(i -> i)
                            .toArray();
                    A d = k.allocate(n);
                    k.argSort(a, 1, descending, d, 0, n, new long[3 * n]);
                    assertThat(list(k, d)).isEqualTo(expected);
                }
            }
        }
    }

    // ---- arrays and buffers ----

    @Test
    void movesBetweenArraysAndBuffers() {
        for (Kernels<A> k : both) {
            A a = of(k, 1.5, -2, 3);
            Buffer direct = direct(ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder()));
            k.write(a, 1, direct, 2, 2);
            A d = k.allocate(4);
            k.read(direct, 1, d, 1, 3);
            assertThat(list(k, d)).containsExactly(0, 0, -2, 3);
            assertThat(direct.position()).isZero();
            k.read(LongBuffer.wrap(new long[] {7, 8}), 1, d, 0, 1);
            k.read(IntBuffer.wrap(new int[] {4}), 0, d, 1, 1);
            k.read(ByteBuffer.wrap(new byte[] {-1}), 0, d, 3, 1);
            assertThat(list(k, d)).containsExactly(8, 4, -2, -1);
            FloatBuffer floats = FloatBuffer.allocate(2);
            DoubleBuffer doubles = DoubleBuffer.allocate(2);
            k.write(a, 0, floats, 1, 1);
            k.write(a, 0, doubles, 0, 2);
            assertThat(floats.array()).containsExactly(0, 1.5f);
            assertThat(doubles.array()).containsExactly(1.5, -2);
            k.read(floats, 1, d, 0, 1);
            k.read(doubles, 1, d, 1, 1);
            assertThat(list(k, d)).containsExactly(1.5, -2, -2, -1);
            k.copy(a, 0, d, 1, 3);
            assertThat(list(k, d)).containsExactly(1.5, 1.5, -2, 3);
            assertThatThrownBy(() -> k.write(a, 0, IntBuffer.allocate(3), 0, 3))
                    .hasMessage("no kernel writes a IntBuffer");
        }
    }

    @Test
    void everyMethodHasBeenRun() {
        for (String wish : List.of("off", "on")) {
            Set<Method> run = new HashSet<>();
            Kernels<A> watched = watched(kernels(wish), run);
            both = List.of(watched);
            elementsAreWhatJavaSays();
            sumsAreThoseOfExactArithmetic();
            sumsOfAllButOne();
            rowsOfExponentialsAreAsEachAlone();
            numbersAreRepeated();
            maximaSeeEveryElementAndKeepNaN();
            sumsInDoubleAreNotRoundedToTheArray();
            takesAndGivesBackByIndex();
            runningSumsAreRoundedOnce();
            orderIsStableBothWays();
            movesBetweenArraysAndBuffers();
            assertThat(watched.length(watched.allocate(2))).isEqualTo(2);
            assertThat(watched.gemm().packedLength(1, 1)).isPositive();
            assertThat(watched.isVector()).isEqualTo(wish.equals("on"));
            assertThat(run).contains(Kernels.class.getMethods());
        }
    }

    @SuppressWarnings("unchecked")
    private Kernels<A> watched(Kernels<A> k, Set<Method> run) {
        return (Kernels<A>) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, args) -> {
                    run.add(method);
                    try {
                        return method.invoke(k, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private A of(Kernels<A> k, double... values) {
        A a = k.allocate(values.length);
        for (int i = 0; i < values.length; i++) {
            k.set(a, i, values[i]);
        }
        return a;
    }

    private double[] list(Kernels<A> k, A a) {
        return IntStream.range(0, k.length(a)).mapToDouble(i -> k.get(a, i)).toArray();
    }
}
