/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import org.isoloss.fused.kernel.Kernels;

/**
 * Steps of operations at places that indices name, along the last axis. Each acts on {@code perPiece} rows of a piece, for all
 * pieces of the block.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Places<A> {

    private final Kernels<A> k;

    /**
     * One place in each row of {@code depth}.
     *
     * @param along 1 if each row has a number of its own, 0 if all have the same
     */
    record Rows(int depth, int perPiece, int along) {}

    Places(Kernels<A> kernels) {
        this.k = kernels;
    }

    /**
     * @param in where the operands are
     * @param perPiece how many rows a piece has
     */
    Step<A> step(Node x, List<Ref> in, Ref result, int perPiece) {
        Ref a = in.get(0);
        return switch (x.op()) {
            case TAKE, PICK -> take(x, a, in.get(1), result, perPiece);
            case PEEK -> peek(x, a, in.get(1), result, perPiece);
            case UNTAKE -> untake(x, a, in.get(1), result, perPiece);
            case UNPICK -> unpick(x, in, result, perPiece);
            case ADD_AT, SET_AT -> changeAt(x, in, result, perPiece);
            case SUM_BUT -> sumBut(x, a, in.get(1), result, perPiece);
            default -> throw new IllegalArgumentException(x + " is not along an axis");
        };
    }

    /** Which element of its row an index names, or -1 if none. */
    private int place(Frame<A> f, Ref index, int row, int depth) {
        double c = k.get(f.array(index), f.at(index) + row);
        return c >= 0 && c < depth ? (int) c : -1;
    }

    private Step<A> sumBut(Node x, Ref a, Ref index, Ref result, int perPiece) {
        int depth = x.middle();
        return f -> {
            A from = f.array(a);
            int at = f.at(a);
            for (int r = 0; r < f.pieces() * perPiece; r++, at += depth) {
                int c = place(f, index, r, depth);
                double sum =
                        c < 0 ? k.sum(from, at, depth) : k.sum(from, at, c) + k.sum(from, at + c + 1, depth - c - 1);
                k.set(f.array(result), f.at(result) + r, sum);
            }
        };
    }

    /** Takes out of the sum of each row of {@code a} what an index names. */
    Step<A> leaveOut(Ref a, Ref index, Ref sums, Rows rows) {
        int depth = rows.depth();
        return f -> {
            A s = f.array(sums);
            int o = f.at(sums);
            for (int r = 0; r < f.pieces() * rows.perPiece(); r++) {
                int c = place(f, index, r, depth);
                if (c >= 0) {
                    k.set(s, o + r, k.sumBut(f.array(a), f.at(a) + r * depth, depth, c, k.get(s, o + r)));
                }
            }
        };
    }

    private Step<A> take(Node x, Ref a, Ref index, Ref result, int perPiece) {
        int depth = x.middle();
        if (x.is(Op.TAKE) && x.outer() == 1) { // the index has pieces, if anything has
            return f -> k.take(
                    f.array(a),
                    f.at(a),
                    depth,
                    f.array(index),
                    f.at(index),
                    f.pieces() * perPiece,
                    f.array(result),
                    f.at(result),
                    1);
        }
        int width = x.size() / x.outer();
        return f -> k.take(
                f.array(a),
                f.at(a),
                depth,
                f.array(index),
                f.at(index),
                width,
                f.array(result),
                f.at(result),
                f.pieces() * perPiece);
    }

    private Step<A> peek(Node x, Ref a, Ref index, Ref result, int perPiece) {
        int depth = x.middle();
        return f -> {
            A d = f.array(result);
            for (int r = 0; r < f.pieces() * perPiece; r++) {
                int c = place(f, index, r, depth);
                k.set(d, f.at(result) + r, c < 0 ? 0 : k.get(f.array(a), f.at(a) + r * depth + c));
            }
        };
    }

    private Step<A> untake(Node x, Ref g, Ref index, Ref result, int perPiece) {
        int depth = x.middle();
        int width = x.in(1).size() / (x.size() / depth);
        return f -> {
            int rows = f.pieces() * perPiece;
            k.fill(0, f.array(result), f.at(result), rows * depth);
            k.untake(
                    f.array(g),
                    f.at(g),
                    f.array(index),
                    f.at(index),
                    width,
                    f.array(result),
                    f.at(result),
                    depth,
                    rows);
        };
    }

    private Step<A> unpick(Node x, List<Ref> in, Ref result, int perPiece) {
        int depth = x.middle();
        Step<A> put = put(
                in.get(0), in.get(1), result, new Rows(depth, perPiece, x.in(0).isSingle() ? 0 : 1));
        return f -> {
            k.fill(0, f.array(result), f.at(result), f.pieces() * perPiece * depth);
            put.run(f);
        };
    }

    private Step<A> changeAt(Node x, List<Ref> in, Ref result, int perPiece) {
        int depth = x.middle();
        Ref a = in.get(0);
        int along = x.in(1).isSingle() ? 0 : 1;
        Step<A> put = x.is(Op.SET_AT)
                ? set(in.get(1), in.get(2), result, new Rows(depth, perPiece, along))
                : put(in.get(1), in.get(2), result, new Rows(depth, perPiece, along));
        return f -> {
            if (f.array(a) != f.array(result) || f.at(a) != f.at(result)) {
                k.copy(f.array(a), f.at(a), f.array(result), f.at(result), f.pieces() * perPiece * depth);
            }
            put.run(f);
        };
    }

    /** Adds {@code g} at the index of each row. */
    private Step<A> put(Ref g, Ref index, Ref result, Rows rows) {
        int depth = rows.depth();
        int perPiece = rows.perPiece();
        if (rows.along() == 1) {
            return f -> k.untake(
                    f.array(g),
                    f.at(g),
                    f.array(index),
                    f.at(index),
                    1,
                    f.array(result),
                    f.at(result),
                    depth,
                    f.pieces() * perPiece);
        }
        return f -> {
            A d = f.array(result);
            double v = k.get(f.array(g), f.at(g));
            for (int r = 0; r < f.pieces() * perPiece; r++) {
                int c = place(f, index, r, depth);
                if (c >= 0) {
                    int o = f.at(result) + r * depth + c;
                    k.set(d, o, k.get(d, o) + v);
                }
            }
        };
    }

    /** Writes {@code g} at the index of each row. */
    private Step<A> set(Ref g, Ref index, Ref result, Rows rows) {
        int depth = rows.depth();
        return f -> {
            A d = f.array(result);
            for (int r = 0; r < f.pieces() * rows.perPiece(); r++) {
                int c = place(f, index, r, depth);
                if (c >= 0) {
                    k.set(d, f.at(result) + r * depth + c, k.get(f.array(g), f.at(g) + r * rows.along()));
                }
            }
        };
    }
}
