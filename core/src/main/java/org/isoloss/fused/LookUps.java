/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * The algebra of look-ups along the last axis: what is picked is picked as early as possible, and what is put in a place stays
 * sparse as long as possible. Indices and what belongs to them are kept as vectors, one entry for each row.
 *
 * <pre>
 * pick(f(x, y), i)       = f(pick(x, i), pick(y, i))
 * peek(unpick(g, i), i)    = g
 * peek(set_at(x, g, i), i) = g
 * peek(add_at(x, g, i), i) = peek(x, i) + g
 * set_at(add_at(x, g, i), h, i) = set_at(x, h, i)
 * </pre>
 */
final class LookUps {

    private record Look(Op op, Node x, Node index) {}

    private record InRange(Node index, long depth) {}

    private final Graph graph;
    private final Movements move;
    private final Rewrites rewrite;
    private final Map<Look, Node> looked = new HashMap<>();
    private final Set<InRange> inRange = new HashSet<>();

    LookUps(Graph graph, Movements move, Rewrites rewrite) {
        this.graph = graph;
        this.move = move;
        this.rewrite = rewrite;
    }

    Node take(Node x, Node index) {
        requireLeading(x, index, Shapes.dropLast(index.shape()));
        Node.View view = Node.View.of(Shapes.last(x.shape()));
        return graph.make(Op.TAKE, x.kind(), index.shape(), view, x.base(), index.base());
    }

    Node untake(Node g, Node index, long depth) {
        long[] shape = Shapes.append(Shapes.dropLast(index.shape()), depth);
        return graph.make(Op.UNTAKE, g.kind(), shape, Node.View.of(depth), g.base(), index.base());
    }

    private static void requireLeading(Node x, Node index, long[] leading) {
        if (!Arrays.equals(Shapes.dropLast(x.shape()), leading)) {
            throw new IllegalArgumentException("an index into %s must have the same leading axes, got %s"
                    .formatted(Arrays.toString(x.shape()), Arrays.toString(index.shape())));
        }
    }

    Node pick(Node x, Node index) {
        requireLeading(x, index, index.shape());
        Node i = flat(index);
        inRange.add(new InRange(i, Shapes.last(x.shape())));
        return move.reshape(move.broadcast(look(Op.PICK, x, i), i.shape()), index.shape());
    }

    /** The elements of {@code x}, broadcast to {@code shape}, at a vector of indices: a vector, or a scalar for all. */
    Node peek(Node x, Node index, long... shape) {
        Node below = Movements.strip(x);
        return below.isSingle() ? move.reshape(below) : look(Op.PEEK, move.broadcast(below, shape), index);
    }

    private Node look(Op op, Node x, Node index) {
        Look look = new Look(op, x, index);
        Node seen = looked.get(look);
        if (seen == null) {
            seen = lookThrough(op, x, index);
            looked.put(look, seen);
        }
        return seen;
    }

    private Node lookThrough(Op op, Node x, Node index) {
        if (x.isSingle()) {
            return move.reshape(x);
        }
        if (x.is(Op.BROADCAST)) {
            return ofBroadcast(op, x, index);
        }
        if (x.is(Op.UNPICK) && x.in(1).equals(index)) {
            return move.broadcast(x.in(0), index.shape());
        }
        if (isSetAt(x, index)) {
            return move.broadcast(x.in(1), index.shape());
        }
        if (isAddedAt(x, index)) {
            return move.broadcast(rewrite.zip(Op.ADD, look(op, x.in(0), index), x.in(1)), index.shape());
        }
        if (Movements.isReshaped(x) && Shapes.last(x.shape()) == lastOf(x.in(0))) {
            return look(op, x.in(0), index);
        }
        if (x.op().is(Op.Form.ELEMENTWISE)) {
            Node[] parts = x.in().stream()
                    .map(p -> look(op, move.broadcast(p, x.shape()), index))
                    .toArray(Node[]::new);
            return again(x, parts);
        }
        return graph.make(op, x.kind(), index.shape(), Node.View.of(Shapes.last(x.shape())), x.base(), index);
    }

    private static long lastOf(Node x) {
        return x.rank() == 0 ? 1 : Shapes.last(x.shape());
    }

    private Node ofBroadcast(Op op, Node x, Node index) {
        Node below = x.in(0);
        long depth = Shapes.last(x.shape());
        if (below.isSingle()) {
            return move.reshape(below);
        }
        if (lastOf(below) == 1 && depth != 1) {
            long[] narrow = Shapes.with(x.shape(), -1, 1);
            return move.reshape(move.broadcast(below, narrow), index.shape());
        }
        boolean table = below.size() == depth && (op == Op.PICK || isInRange(index, depth));
        return table
                ? graph.make(Op.TAKE, x.kind(), index.shape(), Node.View.of(depth), below.base(), index)
                : graph.make(op, x.kind(), index.shape(), Node.View.of(depth), x, index);
    }

    /** The operation of {@code x} on other operands. */
    private Node again(Node x, Node... in) {
        return switch (in.length) {
            case 1 -> unary(x, in[0]);
            case 2 -> rewrite.zip(x.op(), in[0], in[1]);
            default -> rewrite.where(in[0], in[1], in[2]);
        };
    }

    private Node unary(Node x, Node in) {
        return switch (x.op()) {
            case SCALE -> rewrite.scale(in, x.by());
            case SHIFT -> rewrite.shift(in, x.by());
            default -> rewrite.map(x.op(), in, x.by());
        };
    }

    Node unpick(Node g, Node index, long depth) {
        long[] shape = Shapes.append(index.shape(), depth);
        Node i = flat(index);
        return move.reshape(unpickFlat(vector(g, i), i, depth), shape);
    }

    /** As {@code like}, which is one, but of other numbers. */
    Node unpick(Node g, Node index, Node like) {
        return move.reshape(unpickFlat(vector(g, index), index, Shapes.last(like.shape())), like.shape());
    }

    private Node unpickFlat(Node g, Node index, long depth) {
        return graph.make(Op.UNPICK, g.kind(), Shapes.append(index.shape(), depth), Node.View.of(depth), g, index);
    }

    /** {@code x + unpick(g, index)}. */
    Node addAt(Node x, Node g, Node index) {
        if (x.is(Op.BROADCAST) && x.in(0).isConstant(0)) {
            return unpick(g, index, x);
        }
        if (isSetAt(x, index)) {
            return setAt(x.in(0), rewrite.zip(Op.ADD, x.in(1), vector(g, index)), index);
        }
        return graph.make(
                Op.ADD_AT, x.kind(), x.shape(), Node.View.of(Shapes.last(x.shape())), x, vector(g, index), index);
    }

    /** Whether it says at each row which one of several places an index names. */
    boolean isOneHot(Node x) {
        return x.is(Op.VIEW)
                && x.in(0).is(Op.UNPICK)
                && x.in(0).in(0).isConstant(1)
                && x.hasShape(x.in(0).shape());
    }

    /** {@code x} but for {@code g} at the index. */
    Node setAt(Node x, Node g, Node index) {
        if (x.is(Op.BROADCAST) && x.in(0).isConstant(0)) {
            return unpick(g, index, x);
        }
        if (isAddedAt(x, index)) {
            return setAt(x.in(0), g, index);
        }
        Node.View view = Node.View.of(Shapes.last(x.shape()));
        return graph.make(Op.SET_AT, x.kind(), x.shape(), view, x, vector(g, index), index);
    }

    private static boolean isSetAt(Node x, Node index) {
        return x.is(Op.SET_AT) && x.in(2).equals(index);
    }

    private static boolean isAddedAt(Node x, Node index) {
        return x.is(Op.ADD_AT) && x.in(2).equals(index);
    }

    /** If a place is set in an operand: the operation without it, and what it is at that place. */
    @Nullable
    Node besidePlace(Op op, Node a, Node b, long... want) {
        Node set = isSetIn(a, want) ? a : isSetIn(b, want) ? b : null;
        if (set == null) {
            return null;
        }
        Node index = set.in(2);
        Node there = atPlace(op, valueAt(a, index, want), valueAt(b, index, want));
        return setAt(move.broadcast(rewrite.zip(op, without(a, index), without(b, index)), want), there, index);
    }

    private static boolean isSetIn(Node x, long... want) {
        return x.is(Op.SET_AT) && x.hasShape(want);
    }

    private static Node without(Node x, Node index) {
        return isSetAt(x, index) ? x.in(0) : x;
    }

    private Node valueAt(Node x, Node index, long... want) {
        return isSetAt(x, index) ? x.in(1) : peek(x, index, want);
    }

    private Node atPlace(Op op, Node a, Node b) {
        boolean nothing = op == Op.MUL && (a.isConstant(0) || b.isConstant(0));
        return nothing ? graph.scalar(a.kind(), 0) : rewrite.zip(op, a, b);
    }

    private Node vector(Node g, Node index) {
        Node below = Movements.strip(g);
        return below.isSingle() ? move.reshape(below) : move.reshape(g, index.shape());
    }

    Node oneHot(Node index, long depth) {
        return move.view(
                unpick(graph.scalar(Kind.FLOAT, 1), index, depth), Kind.INDICATOR, Shapes.append(index.shape(), depth));
    }

    private Node flat(Node index) {
        return move.reshape(index, index.size());
    }

    /** Whether a factor for each row would find its way into a factor that is there already. */
    boolean isScaled(Node x) {
        return x.is(Op.BROADCAST) || x.is(Op.SCALE) || (x.is(Op.MUL) && x.in(1).isNarrow(x.shape()));
    }

    boolean areAtOnePlace(Node a, Node b) {
        return a.is(Op.UNPICK)
                && b.is(Op.UNPICK)
                && a.hasShape(b.shape())
                && a.in(1).equals(b.in(1));
    }

    /** Whether an index has been used to pick from rows of that length, and so names an element of each. */
    boolean isInRange(Node index, long depth) {
        return inRange.contains(new InRange(index, depth));
    }
}
