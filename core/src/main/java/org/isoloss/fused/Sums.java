/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * The algebra of reductions: what is linear is taken out of a sum, and what is sparse is not spread out for it.
 *
 * <pre>
 * sum(unpick(g, i))     = g                                   if i is in range
 * sum(add_at(x, g, i))  = sum(x) + g
 * sum(wide * narrow)    = sum(wide) * narrow
 * sum(wide +- narrow)   = sum(wide) +- C narrow
 * sum((x - n) * w)      = sum(x * w) - n sum(w)               w constant: one pass over x, which is there before n
 * </pre>
 */
final class Sums {

    private final Graph graph;
    private final Movements move;
    private final Rewrites rewrite;

    Sums(Graph graph, Movements move, Rewrites rewrite) {
        this.graph = graph;
        this.move = move;
        this.rewrite = rewrite;
    }

    Node sum(Node x, boolean keep, int... axes) {
        long[] shape = Shapes.reduce(x.shape(), keep, axes);
        if (x.size() == 0) {
            return move.fill(x.kind(), 0, shape);
        }
        boolean[] gone = new boolean[x.rank()];
        for (int a : axes) {
            gone[Shapes.axis(a, x.rank())] = true;
        }
        Node rest = x;
        for (int last = x.rank() - 1; last >= 0; last--) {
            int first = last;
            while (gone[last] && first > 0 && gone[first - 1]) {
                first--;
            }
            if (gone[last]) {
                rest = sumOver(rest, first, last);
                last = first;
            }
        }
        return move.reshape(rest, shape);
    }

    /** Over adjacent axes, which stay with size 1. */
    private Node sumOver(Node x, int first, int last) {
        long[] shape = x.shape().clone();
        Arrays.fill(shape, first, last + 1, 1);
        int count = x.size() / Math.toIntExact(Shapes.size(shape));
        if (count == 1) {
            return move.reshape(x, shape);
        }
        if (x.is(Op.SCALE)) {
            return rewrite.scale(sumOver(x.in(0), first, last), x.by());
        }
        if (x.is(Op.BROADCAST)) {
            Node narrow = sumOfBroadcast(x, first, last, count);
            if (narrow != null) {
                return move.broadcast(narrow, shape);
            }
        }
        if (x.is(Op.BROADCAST) && isWholly(x, first, last)) {
            int created = x.rank() - x.in(0).rank();
            return move.broadcast(sumOver(x.in(0), first - created, last - created), shape);
        }
        if (x.isConstant() && count == x.size()) {
            return move.reshape(graph.scalar(x.kind(), Arrays.stream(x.data()).sum()), shape);
        }
        Node simpler = first == x.rank() - 1 ? sumOfRows(x, shape) : null;
        Node.View view = new Node.View(count, Movements.inner(x, last), 0);
        return simpler != null ? simpler : graph.make(Op.SUM, x.kind(), shape, view, x.base());
    }

    private @Nullable Node sumOfBroadcast(Node x, int first, int last, int count) {
        Node below = x.in(0);
        int created = x.rank() - below.rank();
        boolean spread = true;
        for (int a = Math.max(first, created); a <= last; a++) {
            spread &= below.shape()[a - created] == 1;
        }
        return spread ? rewrite.scale(below, count) : null;
    }

    /** Whether what is broadcast has all of the axes that are summed over. */
    private static boolean isWholly(Node x, int first, int last) {
        int created = x.rank() - x.in(0).rank();
        boolean all = first >= created;
        for (int a = first; all && a <= last; a++) {
            all = x.in(0).shape()[a - created] == x.shape()[a];
        }
        return all;
    }

    private @Nullable Node sumOfRows(Node x, long[] shape) {
        long count = Shapes.last(x.shape());
        return switch (x.op()) {
            case UNPICK -> rewrite.lookUps().isInRange(x.in(1), count) ? spread(x.in(0), x.in(1), shape) : null;
            case ADD_AT ->
                rewrite.lookUps().isInRange(x.in(2), count)
                        ? rewrite.zip(Op.ADD, sum(x.in(0), true, -1), spread(x.in(1), x.in(2), shape))
                        : null;
            case SET_AT -> allButPlace(x, shape);
            case MUL ->
                x.in(1).isNarrow(x.shape())
                        ? move.broadcast(rewrite.zip(Op.MUL, sumOfFull(x, 0), x.in(1)), shape)
                        : weighted(x, shape);
            case ADD, SUB ->
                x.in(1).isNarrow(x.shape()) && x.in(0).hasShape(x.shape())
                        ? move.broadcast(rewrite.zip(x.op(), sumOfFull(x, 0), rewrite.scale(x.in(1), count)), shape)
                        : null;
            default -> null;
        };
    }

    private Node sumOfFull(Node x, int operand) {
        return sum(move.broadcast(x.in(operand), x.shape()), true, -1);
    }

    /** A factor of what is left when a place is cleared. */
    private @Nullable Node allButPlace(Node x, long[] shape) {
        Node scaled = x.in(0);
        boolean fits =
                x.in(1).isConstant(0) && scaled.is(Op.MUL) && scaled.in(1).isNarrow(x.shape());
        if (!fits) {
            return null;
        }
        Node wide = move.broadcast(scaled.in(0), x.shape());
        Node rest = sum(rewrite.lookUps().setAt(wide, x.in(1), x.in(2)), true, -1);
        return move.broadcast(rewrite.zip(Op.MUL, rest, scaled.in(1)), shape);
    }

    private Node spread(Node g, Node index, long... shape) {
        return move.reshape(move.broadcast(g, index.shape()), shape);
    }

    private @Nullable Node weighted(Node x, long[] shape) {
        int w = x.in(1).isConstant() ? 1 : 0;
        Node other = x.in(1 - w);
        boolean fits = x.in(w).isConstant()
                && x.in(w).size() == Shapes.last(x.shape())
                && other.is(Op.SUB)
                && other.hasShape(x.shape())
                && other.in(0).hasShape(x.shape())
                && other.in(1).isNarrow(x.shape());
        if (!fits) {
            return null;
        }
        Node own = sum(rewrite.zip(Op.MUL, other.in(0), x.in(w)), true, -1);
        Node total = graph.scalar(Kind.FLOAT, Arrays.stream(x.in(w).data()).sum());
        return move.broadcast(rewrite.zip(Op.SUB, own, rewrite.zip(Op.MUL, other.in(1), total)), shape);
    }

    Node max(Node x, boolean keep, int axis) {
        int a = Shapes.axis(axis, x.rank());
        long[] shape = Shapes.with(x.shape(), a, 1);
        long[] result = Shapes.reduce(x.shape(), keep, axis);
        if (x.shape()[a] == 1) {
            return move.reshape(x, result);
        }
        if (x.is(Op.BROADCAST) && x.in(0).isSingle()) {
            return move.broadcast(x.in(0), result);
        }
        Node.View view = new Node.View(Math.toIntExact(x.shape()[a]), Movements.inner(x, a), 0);
        return move.reshape(graph.make(Op.MAX, x.kind(), shape, view, x.base()), result);
    }
}
