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

    /** Does a run that begins at {@code o} of {@code d}; operands begin at the row and run given. */
    private interface Run<A> {
        void run(Frame<A> f, int row, int run, A d, int o, int n);
    }

    /**
     * @param in the operands, walked through by {@code runs}
     * @param width elements of a row of the result
     */
    Step<A> step(Node x, List<Operand> in, Ref result, Runs runs, int width) {
        Run<A> run = run(x, in);
        if (runs.areWhole(width)) {
            return f -> run.run(f, 0, 0, f.array(result), f.at(result), f.pieces() * width);
        }
        int length = runs.length();
        int perPiece = runs.perPiece();
        return f -> {
            A d = f.array(result);
            for (int row = 0; row < f.pieces(); row++) {
                int o = f.at(result) + row * width;
                for (int r = 0; r < perPiece; r++, o += length) {
                    run.run(f, row, r, d, o, length);
                }
            }
        };
    }

    private Run<A> run(Node x, List<Operand> in) {
        return switch (x.op()) {
            case BROADCAST -> copy(in.get(0));
            case WHERE ->
                in.get(0).along()
                        ? choose(in.get(0), in.get(1), in.get(2))
                        : chooseRuns(in.get(0), copy(in.get(1)), copy(in.get(2)));
            case EXP_SHIFTED -> expShifted(in.get(0), in.get(1));
            case MIX -> mix(in, x.by());
            default ->
                x.in().size() == 1 ? map(loops.of(x.op(), x.by()), in.get(0)) : zip(x.op(), in.get(0), in.get(1));
        };
    }

    private Run<A> map(Loops.OfOne<A> loop, Operand a) {
        return (f, row, r, d, o, n) -> loop.run(f.array(a.ref()), a.at(f, row) + a.runAt(r), d, o, n);
    }

    private Run<A> copy(Operand a) {
        if (!a.along()) {
            return (f, row, r, d, o, n) -> k.fill(number(f, a, row, r), d, o, n);
        }
        return (f, row, r, d, o, n) -> {
            A from = f.array(a.ref());
            int at = a.at(f, row) + a.runAt(r);
            if (from != d || at != o) {
                k.copy(from, at, d, o, n);
            }
        };
    }

    private double number(Frame<A> f, Operand a, int row, int run) {
        return k.get(f.array(a.ref()), a.at(f, row) + a.runAt(run));
    }

    private Run<A> zip(Op op, Operand a, Operand b) {
        if (a.along() && b.along()) {
            Loops.OfTwo<A> loop = loops.ofTwo(op);
            return (f, row, r, d, o, n) -> loop.run(
                    f.array(a.ref()), a.at(f, row) + a.runAt(r), f.array(b.ref()), b.at(f, row) + b.runAt(r), d, o, n);
        }
        Operand wide = a.along() ? a : b;
        Operand narrow = a.along() ? b : a;
        Loops.WithNumber<A> loop = a.along() ? loops.ofNumber(op) : loops.onNumber(op);
        return (f, row, r, d, o, n) ->
                loop.run(f.array(wide.ref()), wide.at(f, row) + wide.runAt(r), number(f, narrow, row, r), d, o, n);
    }

    private Run<A> expShifted(Operand a, Operand m) {
        return (f, row, r, d, o, n) ->
                k.expSum(f.array(a.ref()), a.at(f, row) + a.runAt(r), number(f, m, row, r), d, o, n);
    }

    /**
     * {@code d = exp(a - m)} with the sum of each run, for which the runs are read once.
     *
     * @param but which of its elements a sum is without
     */
    Step<A> expSum(List<Operand> in, Ref result, Ref sums, Runs runs, Places.Named<A> but) {
        Operand a = in.get(0);
        Operand m = in.get(1);
        int length = runs.length();
        int perPiece = runs.perPiece();
        return f -> {
            A d = f.array(result);
            A s = f.array(sums);
            A from = f.array(a.ref());
            for (int row = 0; row < f.pieces(); row++) {
                for (int r = 0; r < perPiece; r++) {
                    int run = row * perPiece + r;
                    int at = a.at(f, row) + a.runAt(r);
                    double top = number(f, m, row, r);
                    double sum = k.expSumBut(from, at, top, d, f.at(result) + run * length, length, but.of(f, run));
                    k.set(s, f.at(sums) + run, sum);
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

    private Run<A> chooseRuns(Operand c, Run<A> yes, Run<A> no) {
        return (f, row, r, d, o, n) -> (number(f, c, row, r) != 0 ? yes : no).run(f, row, r, d, o, n);
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
