/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import java.util.List;

/**
 * A kernel that gives one number for each element, and what Java says of it.
 *
 * @param ulps how far the result may be from Java's
 */
record Elementwise<A>(String name, Call<A> call, Formula formula, double ulps, Inputs inputs) {

    static final double S = 0.75;
    static final double T = 2.5;

    /** What numbers a kernel is given. */
    enum Inputs {
        /** All there are: NaN, infinities, zeros, subnormal numbers. */
        WILD,
        /** The second range holds indicators. */
        CHOICE,
        /** Both ranges hold indicators. */
        INDICATORS,
        /** From one half to two, so that sums lose nothing. */
        TAME
    }

    /** Ranges of a call: two operands and one more, and where they start. */
    record Ranges<A>(A a, int ao, A b, int bo, A c, int co) {}

    interface Call<A> {
        void run(Kernels<A> k, Ranges<A> x, A d, int o, int n);
    }

    interface Formula {
        double of(double a, double b, double c);
    }

    static <A> List<Elementwise<A>> all() {
        return List.of(
                map("exp", (k, x, d, o, n) -> k.exp(x.a, x.ao, d, o, n), (a, b, c) -> Math.exp(a), 2),
                map("log", (k, x, d, o, n) -> k.log(x.a, x.ao, d, o, n), (a, b, c) -> Math.log(a), 2),
                map("log1p", (k, x, d, o, n) -> k.log1p(x.a, x.ao, d, o, n), (a, b, c) -> Math.log1p(a), 2),
                map("sigmoid", (k, x, d, o, n) -> k.sigmoid(x.a, x.ao, d, o, n), (a, b, c) -> sigmoid(a), 4),
                map("softplus", (k, x, d, o, n) -> k.softplus(x.a, x.ao, d, o, n), (a, b, c) -> softplus(a), 3),
                map("logSigmoid", (k, x, d, o, n) -> k.logSigmoid(x.a, x.ao, d, o, n), (a, b, c) -> -softplus(-a), 3),
                exact("sqrt", (k, x, d, o, n) -> k.sqrt(x.a, x.ao, d, o, n), (a, b, c) -> Math.sqrt(a)),
                exact("abs", (k, x, d, o, n) -> k.abs(x.a, x.ao, d, o, n), (a, b, c) -> Math.abs(a)),
                exact("sign", (k, x, d, o, n) -> k.sign(x.a, x.ao, d, o, n), (a, b, c) -> Math.signum(a)),
                exact(
                        "isFinite",
                        (k, x, d, o, n) -> k.isFinite(x.a, x.ao, d, o, n),
                        (a, b, c) -> is(Double.isFinite(a))),
                exact("toIndex", (k, x, d, o, n) -> k.toIndex(x.a, x.ao, d, o, n), (a, b, c) -> (long) a),
                exact("neg", (k, x, d, o, n) -> k.neg(x.a, x.ao, d, o, n), (a, b, c) -> -a),
                exact("square", (k, x, d, o, n) -> k.square(x.a, x.ao, d, o, n), (a, b, c) -> a * a),
                exact("relu", (k, x, d, o, n) -> k.relu(x.a, x.ao, d, o, n), (a, b, c) -> Math.max(a, 0)),
                exact("recip", (k, x, d, o, n) -> k.recip(x.a, x.ao, d, o, n), (a, b, c) -> 1 / a),
                indicators("not", (k, x, d, o, n) -> k.not(x.a, x.ao, d, o, n), (a, b, c) -> 1 - a),
                exact("add", (k, x, d, o, n) -> k.add(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> a + b),
                exact("sub", (k, x, d, o, n) -> k.sub(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> a - b),
                exact("mul", (k, x, d, o, n) -> k.mul(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> a * b),
                exact("div", (k, x, d, o, n) -> k.div(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> a / b),
                exact(
                        "maximum",
                        (k, x, d, o, n) -> k.maximum(x.a, x.ao, x.b, x.bo, d, o, n),
                        (a, b, c) -> Math.max(a, b)),
                exact("greater", (k, x, d, o, n) -> k.greater(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> is(a > b)),
                exact("equal", (k, x, d, o, n) -> k.equal(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> is(a == b)),
                indicators("and", (k, x, d, o, n) -> k.and(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> Math.min(a, b)),
                indicators("or", (k, x, d, o, n) -> k.or(x.a, x.ao, x.b, x.bo, d, o, n), (a, b, c) -> Math.max(a, b)),
                exact("a + s", (k, x, d, o, n) -> k.add(x.a, x.ao, S, d, o, n), (a, b, c) -> a + S),
                exact("a - s", (k, x, d, o, n) -> k.sub(x.a, x.ao, S, d, o, n), (a, b, c) -> a - S),
                exact("s - a", (k, x, d, o, n) -> k.sub(S, x.a, x.ao, d, o, n), (a, b, c) -> S - a),
                exact("a * s", (k, x, d, o, n) -> k.mul(x.a, x.ao, S, d, o, n), (a, b, c) -> a * S),
                exact("a / s", (k, x, d, o, n) -> k.div(x.a, x.ao, S, d, o, n), (a, b, c) -> a / S),
                exact("s / a", (k, x, d, o, n) -> k.div(S, x.a, x.ao, d, o, n), (a, b, c) -> S / a),
                exact(
                        "maximum(a, s)",
                        (k, x, d, o, n) -> k.maximum(x.a, x.ao, S, d, o, n),
                        (a, b, c) -> Math.max(a, S)),
                exact("a > s", (k, x, d, o, n) -> k.greater(x.a, x.ao, S, d, o, n), (a, b, c) -> is(a > S)),
                exact("s > a", (k, x, d, o, n) -> k.greater(S, x.a, x.ao, d, o, n), (a, b, c) -> is(S > a)),
                exact("a == s", (k, x, d, o, n) -> k.equal(x.a, x.ao, S, d, o, n), (a, b, c) -> is(a == S)),
                indicators("a and 1", (k, x, d, o, n) -> k.and(x.a, x.ao, 1, d, o, n), (a, b, c) -> a),
                indicators("a or 1", (k, x, d, o, n) -> k.or(x.a, x.ao, 1, d, o, n), (a, b, c) -> 1),
                choice(
                        "where",
                        (k, x, d, o, n) -> k.where(x.b, x.bo, x.a, x.ao, x.c, x.co, d, o, n),
                        (a, b, c) -> b != 0 ? a : c),
                choice(
                        "where or s",
                        (k, x, d, o, n) -> k.where(x.b, x.bo, x.a, x.ao, S, d, o, n),
                        (a, b, c) -> b != 0 ? a : S),
                choice(
                        "where s",
                        (k, x, d, o, n) -> k.where(x.b, x.bo, S, x.a, x.ao, d, o, n),
                        (a, b, c) -> b != 0 ? S : a),
                choice(
                        "where s or t",
                        (k, x, d, o, n) -> k.where(x.b, x.bo, S, T, d, o, n),
                        (a, b, c) -> b != 0 ? S : T),
                tame(
                        "addScaled",
                        (k, x, d, o, n) -> k.addScaled(x.a, x.ao, x.b, x.bo, S, d, o, n),
                        (a, b, c) -> a + b * S),
                tame("mix", (k, x, d, o, n) -> k.mix(x.a, x.ao, S, x.b, x.bo, T, d, o, n), (a, b, c) -> a * S + b * T),
                tame(
                        "mulAdd",
                        (k, x, d, o, n) -> k.mulAdd(x.a, x.ao, x.b, x.bo, x.c, x.co, d, o, n),
                        (a, b, c) -> a * b + c));
    }

    private static <A> Elementwise<A> map(String name, Call<A> call, Formula formula, double ulps) {
        return new Elementwise<>(name, call, formula, ulps, Inputs.WILD);
    }

    private static <A> Elementwise<A> exact(String name, Call<A> call, Formula formula) {
        return new Elementwise<>(name, call, formula, 0, Inputs.WILD);
    }

    private static <A> Elementwise<A> choice(String name, Call<A> call, Formula formula) {
        return new Elementwise<>(name, call, formula, 0, Inputs.CHOICE);
    }

    private static <A> Elementwise<A> indicators(String name, Call<A> call, Formula formula) {
        return new Elementwise<>(name, call, formula, 0, Inputs.INDICATORS);
    }

    private static <A> Elementwise<A> tame(String name, Call<A> call, Formula formula) {
        return new Elementwise<>(name, call, formula, 2, Inputs.TAME);
    }

    private static double is(boolean holds) {
        return holds ? 1 : 0;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
