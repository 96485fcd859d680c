/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import org.isoloss.fused.kernel.Kernels;

/**
 * Steps of elementwise operations. Where all operands are the result's like, a block of rows is one call of a kernel; otherwise
 * each run is.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Elementwise<A> {

    private final Kernels<A> k;
    private final Loops<A> loops;

    Elementwise(Kernels<A> kernels) {
        this.k = kernels;
        this.loops = new Loops<>(kernels);
    }

    /**
     * @param in the operands, walked through by {@code runs}
     * @param width elements of a row of the result
     */
    Step<A> step(Node x, List<Operand> in, Ref result, Runs runs, int width) {
        if (in.size() > 2) {
            return each(x.is(Op.MIX) ? mix(in, x.by()) : where(in), result, runs, width);
        }
        Operand a = in.get(0);
        Operand b = in.get(in.size() - 1);
        if (x.is(Op.BROADCAST) && !a.along() && runs.goesOnBy(1, 0)) {
            return repeat(a.ref(), result, runs);
        }
        if (x.is(Op.BROADCAST) && a.along() && runs.perPiece() > 1 && runs.areAlike(0)) {
            return tile(a, result, runs.length(), width);
        }
        Loops.Loop<A> loop = loops.of(x, a.along(), b.along());
        return runs.areWhole(width)
                ? f -> loop.run(
                        f.array(a.ref()),
                        f.at(a.ref()),
                        f.array(b.ref()),
                        f.at(b.ref()),
                        f.array(result),
                        f.at(result),
                        f.pieces() * width)
                : each(loop, a, b, result, runs);
    }

    private Step<A> repeat(Ref a, Ref result, Runs runs) {
        int length = runs.length();
        int perPiece = runs.perPiece();
        return f -> k.repeat(f.array(a), f.at(a), f.array(result), f.at(result), length, f.pieces() * perPiece);
    }

    /** One run fills a row, by copies of twice as much each time. */
    private Step<A> tile(Operand a, Ref result, int length, int width) {
        return f -> {
            A d = f.array(result);
            int o = f.at(result);
            for (int row = 0; row < f.pieces(); row++, o += width) {
                k.copy(f.array(a.ref()), a.at(f, row) + a.runAt(0), d, o, length);
                for (int done = length; done < width; done *= 2) {
                    k.copy(d, o, d, o + done, Math.min(done, width - done));
                }
            }
        };
    }

    private static <A> Step<A> each(Loops.Loop<A> loop, Operand a, Operand b, Ref result, Runs runs) {
        int length = runs.length();
        int perPiece = runs.perPiece();
        return f -> {
            A left = f.array(a.ref());
            A right = f.array(b.ref());
            A d = f.array(result);
            int o = f.at(result);
            for (int row = 0; row < f.pieces(); row++) {
                int at = a.at(f, row);
                int and = b.at(f, row);
                for (int r = 0; r < perPiece; r++, o += length) {
                    loop.run(left, at + a.runAt(r), right, and + b.runAt(r), d, o, length);
                }
            }
        };
    }

    /** Does a run that begins at {@code o} of {@code d}; operands begin at the row and run given. */
    private interface Run<A> {
        void run(Frame<A> f, int row, int run, A d, int o, int n);
    }

    private static <A> Step<A> each(Run<A> run, Ref result, Runs runs, int width) {
        if (runs.areWhole(width)) {
            return f -> run.run(f, 0, 0, f.array(result), f.at(result), f.pieces() * width);
        }
        int length = runs.length();
        int perPiece = runs.perPiece();
        return f -> {
            A d = f.array(result);
            int o = f.at(result);
            for (int row = 0; row < f.pieces(); row++) {
                for (int r = 0; r < perPiece; r++, o += length) {
                    run.run(f, row, r, d, o, length);
                }
            }
        };
    }

    private double number(Frame<A> f, Operand a, int row, int run) {
        return k.get(f.array(a.ref()), a.at(f, row) + a.runAt(run));
    }

    /** {@code d = exp(a - m)} with the sum of each run, for which the runs are read once. */
    Step<A> expSum(List<Operand> in, Ref result, Ref sums, Runs runs) {
        return runs.goesOnBy(runs.length(), 0) && runs.goesOnBy(1, 1)
                ? expSums(in.get(0).ref(), in.get(1).ref(), result, sums, runs)
                : expSumOfEach(in.get(0), in.get(1), result, sums, runs);
    }

    private Step<A> expSums(Ref a, Ref m, Ref result, Ref sums, Runs runs) {
        int length = runs.length();
        int perPiece = runs.perPiece();
        return f -> k.expSums(
                f.array(a),
                f.at(a),
                f.array(m),
                f.at(m),
                f.array(result),
                f.at(result),
                length,
                f.array(sums),
                f.at(sums),
                f.pieces() * perPiece);
    }

    private Step<A> expSumOfEach(Operand a, Operand m, Ref result, Ref sums, Runs runs) {
        int length = runs.length();
        int perPiece = runs.perPiece();
        return f -> {
            for (int row = 0; row < f.pieces(); row++) {
                for (int r = 0; r < perPiece; r++) {
                    int run = row * perPiece + r;
                    double sum = k.expSum(
                            f.array(a.ref()),
                            a.at(f, row) + a.runAt(r),
                            number(f, m, row, r),
                            f.array(result),
                            f.at(result) + run * length,
                            length);
                    k.set(f.array(sums), f.at(sums) + run, sum);
                }
            }
        };
    }

    private Run<A> mix(List<Operand> in, double sign) {
        Operand a = in.get(0);
        Operand s = in.get(1);
        Operand b = in.get(2);
        Operand t = in.get(3);
        return (f, row, r, d, o, n) -> k.mix(
                f.array(a.ref()),
                a.at(f, row) + a.runAt(r),
                number(f, s, row, r),
                f.array(b.ref()),
                b.at(f, row) + b.runAt(r),
                sign * number(f, t, row, r),
                d,
                o,
                n);
    }

    private Run<A> where(List<Operand> in) {
        Operand c = in.get(0);
        Operand yes = in.get(1);
        Operand no = in.get(2);
        return c.along() ? choose(c, yes, no) : chooseRuns(c, copy(yes), copy(no));
    }

    private Run<A> chooseRuns(Operand c, Run<A> yes, Run<A> no) {
        return (f, row, r, d, o, n) -> (number(f, c, row, r) != 0 ? yes : no).run(f, row, r, d, o, n);
    }

    private Run<A> copy(Operand a) {
        Loops.Loop<A> loop = loops.spread(a.along());
        return (f, row, r, d, o, n) -> {
            A from = f.array(a.ref());
            int at = a.at(f, row) + a.runAt(r);
            loop.run(from, at, from, at, d, o, n);
        };
    }

    private Run<A> choose(Operand c, Operand yes, Operand no) {
        if (yes.along()) {
            return no.along()
                    ? (f, row, r, d, o, n) -> k.where(
                            f.array(c.ref()),
                            c.at(f, row) + c.runAt(r),
                            f.array(yes.ref()),
                            yes.at(f, row) + yes.runAt(r),
                            f.array(no.ref()),
                            no.at(f, row) + no.runAt(r),
                            d,
                            o,
                            n)
                    : (f, row, r, d, o, n) -> k.where(
                            f.array(c.ref()),
                            c.at(f, row) + c.runAt(r),
                            f.array(yes.ref()),
                            yes.at(f, row) + yes.runAt(r),
                            number(f, no, row, r),
                            d,
                            o,
                            n);
        }
        return no.along()
                ? (f, row, r, d, o, n) -> k.where(
                        f.array(c.ref()),
                        c.at(f, row) + c.runAt(r),
                        number(f, yes, row, r),
                        f.array(no.ref()),
                        no.at(f, row) + no.runAt(r),
                        d,
                        o,
                        n)
                : (f, row, r, d, o, n) -> k.where(
                        f.array(c.ref()),
                        c.at(f, row) + c.runAt(r),
                        number(f, yes, row, r),
                        number(f, no, row, r),
                        d,
                        o,
                        n);
    }
}
