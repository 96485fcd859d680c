/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * The algebra of elementwise operations, applied while they are recorded. What is wide costs; so work is moved to what is
 * narrow, one number for each row:
 *
 * <pre>
 * f(broadcast(x))               = broadcast(f(x))                  and so for views
 * (wide * narrow) * narrow      = wide * (narrow * narrow)
 * unpick(g, i) * b              = unpick(g * peek(b, i), i)
 * x +- unpick(g, i)             = add_at(x, +-g, i)
 * add_at(w * n, g, i) * b       = add_at(w * (n * b), g * peek(b, i), i)     b narrow, or w one number
 * wide * m + wide * n           = wide * (m + n)
 * where(one_hot(i), n, x)       = set_at(x, n, i)
 * f(set_at(x, n, i), y)         = set_at(f(x, y), f(n, peek(y, i)), i)
 * exp(log softmax(x))           = exp(x - m) * (1 / s)             as {@link #knowExp} was told
 * </pre>
 *
 * <p>Rules hold for finite numbers; where they differ on others, they multiply less: 0 beside a pick stays 0.
 */
final class Rewrites {

    private final Graph graph;
    private final Movements move;
    private final LookUps lookUps;
    private final Map<Node, Node> known = new HashMap<>();

    Rewrites(Graph graph, Movements move) {
        this.graph = graph;
        this.move = move;
        this.lookUps = new LookUps(graph, move, this);
    }

    LookUps lookUps() {
        return lookUps;
    }

    /** Tells that {@code exp(x)} has been computed, as {@code value}. */
    void knowExp(Node x, Node value) {
        known.put(x, value);
    }

    // ---- maps ----

    Node map(Op op, Node x) {
        return map(op, x, 0);
    }

    Node map(Op op, Node x, double by) {
        Node done = op == Op.EXP ? known.get(x) : null;
        if (done != null) {
            return done;
        }
        if (x.is(Op.BROADCAST)) {
            return move.broadcast(map(op, x.in(0), by), x.shape());
        }
        if (Movements.isReshaped(x)) {
            return move.reshape(map(op, x.in(0), by), x.shape());
        }
        if (x.is(Op.SET_AT)) {
            return lookUps.setAt(map(op, x.in(0), by), map(op, x.in(1), by), x.in(2));
        }
        Kind kind = resultOf(op, x.kind());
        if (x.isConstant()) {
            return graph.constant(
                    kind,
                    Arrays.stream(x.data()).map(v -> Folding.map(op, v, by)).toArray(),
                    x.shape());
        }
        return graph.make(op, kind, x.shape(), by, Node.View.NONE, x);
    }

    static Kind resultOf(Op op, Kind operand) {
        return switch (op) {
            case GREATER, EQUAL, IS_FINITE -> Kind.INDICATOR;
            case TO_INDEX -> Kind.INDEX;
            default -> operand;
        };
    }

    Node scale(Node x, double by) {
        if (by == 1) {
            return x;
        }
        if (x.is(Op.BROADCAST)) {
            return move.broadcast(scale(x.in(0), by), x.shape());
        }
        if (Movements.isReshaped(x)) {
            return move.reshape(scale(x.in(0), by), x.shape());
        }
        if (x.is(Op.SCALE)) {
            return scale(x.in(0), x.by() * by);
        }
        if (x.is(Op.UNPICK)) {
            return lookUps.unpick(scale(x.in(0), by), x.in(1), x);
        }
        if (x.is(Op.ADD_AT) && lookUps.isScaled(x.in(0))) {
            return lookUps.addAt(scale(x.in(0), by), scale(x.in(1), by), x.in(2));
        }
        if (x.is(Op.SET_AT)) {
            return lookUps.setAt(scale(x.in(0), by), scale(x.in(1), by), x.in(2));
        }
        if (x.is(Op.MUL) && x.in(1).isNarrow(x.shape())) {
            return zip(Op.MUL, x.in(0), scale(x.in(1), by));
        }
        if (x.op().isProduct()) {
            return graph.make(x.op(), x.kind(), x.shape(), scale(x.in(0), by), x.in(1));
        }
        return map(Op.SCALE, x, by);
    }

    Node neg(Node x) {
        return scale(x, -1);
    }

    Node shift(Node x, double by) {
        if (by == 0) {
            return x;
        }
        if (x.is(Op.UNPICK)) {
            return lookUps.addAt(move.fill(x.kind(), by, x.shape()), x.in(0), x.in(1));
        }
        return map(Op.SHIFT, x, by);
    }

    Node not(Node x) {
        return x.is(Op.NOT) ? x.in(0) : map(Op.NOT, x);
    }

    // ---- two operands ----

    Node zip(Op op, Node left, Node right) {
        long[] want = Shapes.broadcast(left.shape(), right.shape());
        Node a = Movements.strip(left);
        Node b = Movements.strip(right);
        if (a.isConstant() && b.isConstant() && (a.hasShape(b.shape()) || (a.isSingle() && b.isSingle()))) {
            return move.broadcast(fold(op, a, b), want);
        }
        Node through = throughViews(op, a, b);
        if (through != null) {
            return move.broadcast(through, want);
        }
        Node simpler = lookUps.besidePlace(op, a, b, want);
        simpler = simpler != null ? simpler : rule(op, a, b, want);
        long[] shape = Shapes.broadcast(a.shape(), b.shape());
        return move.broadcast(simpler != null ? simpler : graph.make(op, resultOf(op, a.kind()), shape, a, b), want);
    }

    private Node fold(Op op, Node a, Node b) {
        double[] folded = new double[a.size()];
        Arrays.setAll(folded, i -> Folding.zip(op, a.data()[i], b.data()[i]));
        return graph.constant(resultOf(op, a.kind()), folded, Shapes.broadcast(a.shape(), b.shape()));
    }

    /** Two arrays seen through equal views, or one of them beside a single number. */
    private @Nullable Node throughViews(Op op, Node a, Node b) {
        boolean left = Movements.isReshaped(a);
        boolean right = Movements.isReshaped(b);
        if (left && right && a.hasShape(b.shape()) && a.in(0).hasShape(b.in(0).shape())) {
            return move.reshape(zip(op, a.in(0), b.in(0)), a.shape());
        }
        if (left && b.isSingle() && !a.isSingle() && b.rank() <= a.rank()) {
            return move.reshape(zip(op, a.in(0), move.reshape(b)), a.shape());
        }
        if (right && a.isSingle() && !b.isSingle() && a.rank() <= b.rank()) {
            return move.reshape(zip(op, move.reshape(a), b.in(0)), b.shape());
        }
        return null;
    }

    private @Nullable Node rule(Op op, Node a, Node b, long[] want) {
        return switch (op) {
            case MUL -> product(a, b, want);
            case DIV -> quotient(a, b);
            case ADD -> total(a, b, want);
            case SUB -> difference(a, b, want);
            default -> null;
        };
    }

    private static boolean isNumber(Node x) {
        return x.isConstant() && x.isSingle();
    }

    private @Nullable Node product(Node a, Node b, long[] want) {
        if (isNumber(b) && b.rank() <= a.rank()) {
            return scale(a, b.data()[0]);
        }
        if (isNumber(a) && a.rank() <= b.rank()) {
            return scale(b, a.data()[0]);
        }
        if (b.is(Op.UNPICK) && !a.is(Op.UNPICK)) {
            return product(b, a, want);
        }
        if (a.is(Op.UNPICK) && a.hasShape(want)) {
            return lookUps.unpick(zip(Op.MUL, a.in(0), lookUps.peek(b, a.in(1), want)), a.in(1), a);
        }
        if (a.isNarrow(want) && !b.isNarrow(want)) {
            return zip(Op.MUL, b, a);
        }
        if (b.isNarrow(want) && !a.isNarrow(want) && a.hasShape(want)) {
            return scaledRows(a, b, want);
        }
        if (a.is(Op.ADD_AT) && a.hasShape(want) && a.in(0).is(Op.BROADCAST)) {
            Node g = zip(Op.MUL, a.in(1), lookUps.peek(b, a.in(2), want));
            return lookUps.addAt(move.broadcast(zip(Op.MUL, a.in(0), b), want), g, a.in(2));
        }
        if (b.is(Op.ADD_AT) && b.hasShape(want) && b.in(0).is(Op.BROADCAST)) {
            return product(b, a, want);
        }
        if (a.equals(b)) {
            return map(Op.SQUARE, a);
        }
        return a.id() > b.id() && a.hasShape(b.shape()) ? zip(Op.MUL, b, a) : null;
    }

    private @Nullable Node scaledRows(Node wide, Node narrow, long[] want) {
        if (wide.is(Op.MUL) && wide.in(1).isNarrow(want)) {
            return zip(Op.MUL, wide.in(0), zip(Op.MUL, wide.in(1), narrow));
        }
        if (wide.is(Op.ADD_AT) && lookUps.isScaled(wide.in(0))) {
            Node g = zip(Op.MUL, wide.in(1), lookUps.peek(narrow, wide.in(2), want));
            return lookUps.addAt(zip(Op.MUL, wide.in(0), narrow), g, wide.in(2));
        }
        return null;
    }

    private @Nullable Node quotient(Node a, Node b) {
        // not by a number whose reciprocal float32 can't hold
        boolean invertible = isNumber(b) && Math.abs(b.data()[0]) > 0x1p-120 && Math.abs(b.data()[0]) < 0x1p120;
        return invertible && b.rank() <= a.rank() ? scale(a, 1 / b.data()[0]) : null;
    }

    private @Nullable Node total(Node a, Node b, long[] want) {
        if (isNumber(b) && b.rank() <= a.rank()) {
            return shift(a, b.data()[0]);
        }
        if (isNumber(a) && a.rank() <= b.rank()) {
            return shift(b, a.data()[0]);
        }
        if (areMultiples(a, b, want)) {
            return zip(Op.MUL, a.in(0), zip(Op.ADD, a.in(1), b.in(1)));
        }
        if (a.is(Op.ADD) && areMultiples(a.in(0), b, want)) {
            return zip(Op.ADD, zip(Op.ADD, a.in(0), b), a.in(1));
        }
        if (lookUps.areAtOnePlace(a, b)) {
            return lookUps.unpick(zip(Op.ADD, a.in(0), b.in(0)), a.in(1), a);
        }
        if (b.is(Op.UNPICK) && b.hasShape(want)) {
            return lookUps.addAt(move.broadcast(a, want), b.in(0), b.in(1));
        }
        if (a.is(Op.UNPICK) && a.hasShape(want)) {
            return lookUps.addAt(move.broadcast(b, want), a.in(0), a.in(1));
        }
        if (a.is(Op.ADD_AT) && a.hasShape(want)) {
            return lookUps.addAt(zip(Op.ADD, a.in(0), b), a.in(1), a.in(2));
        }
        if (b.is(Op.ADD_AT) && b.hasShape(want)) {
            return lookUps.addAt(zip(Op.ADD, a, b.in(0)), b.in(1), b.in(2));
        }
        return null;
    }

    /** Whether both are the same wide array, times something narrow. */
    private static boolean areMultiples(Node a, Node b, long[] want) {
        return a.is(Op.MUL)
                && b.is(Op.MUL)
                && a.hasShape(want)
                && b.hasShape(want)
                && a.in(0).equals(b.in(0))
                && a.in(1).isNarrow(want)
                && b.in(1).isNarrow(want);
    }

    private @Nullable Node difference(Node a, Node b, long[] want) {
        if (isNumber(b) && b.rank() <= a.rank()) {
            return shift(a, -b.data()[0]);
        }
        if (a.isConstant(0) && a.rank() <= b.rank()) {
            return neg(b);
        }
        if (b.is(Op.UNPICK) && b.hasShape(want)) {
            return lookUps.addAt(move.broadcast(a, want), neg(b.in(0)), b.in(1));
        }
        if (a.is(Op.UNPICK) && a.hasShape(want)) {
            return lookUps.addAt(move.broadcast(neg(b), want), a.in(0), a.in(1));
        }
        if (a.is(Op.ADD_AT) && a.hasShape(want)) {
            return lookUps.addAt(zip(Op.SUB, a.in(0), b), a.in(1), a.in(2));
        }
        if (b.is(Op.ADD_AT) && b.hasShape(want)) {
            return lookUps.addAt(zip(Op.SUB, a, b.in(0)), neg(b.in(1)), b.in(2));
        }
        return null;
    }

    // ---- choice ----

    Node where(Node indicator, Node yes, Node no) {
        long[] want = Shapes.broadcast(indicator.shape(), Shapes.broadcast(yes.shape(), no.shape()));
        Node c = Movements.strip(indicator);
        Node a = Movements.strip(yes);
        Node b = Movements.strip(no);
        if (isNumber(c)) {
            return move.broadcast(c.data()[0] != 0 ? a : b, want);
        }
        if (a.equals(b)) {
            return move.broadcast(a, want);
        }
        if (c.is(Op.NOT)) {
            return where(move.broadcast(c.in(0), want), no, yes);
        }
        if (lookUps.isOneHot(c) && c.hasShape(want) && a.isNarrow(want)) {
            Node index = c.base().in(1);
            return lookUps.setAt(move.broadcast(b, want), lookUps.peek(a, index, want), index);
        }
        if (a.is(Op.UNPICK) && a.hasShape(want) && b.isConstant(0)) {
            Node g = where(lookUps.peek(c, a.in(1), want), a.in(0), graph.scalar(a.kind(), 0));
            return lookUps.unpick(g, a.in(1), a);
        }
        if (a.is(Op.ADD_AT) && a.hasShape(want) && b.isConstant(0) && c.isNarrow(want)) {
            Node g = where(lookUps.peek(c, a.in(2), want), a.in(1), graph.scalar(a.kind(), 0));
            return lookUps.addAt(where(c, a.in(0), b), g, a.in(2));
        }
        long[] shape = Shapes.broadcast(c.shape(), Shapes.broadcast(a.shape(), b.shape()));
        return move.broadcast(graph.make(Op.WHERE, a.kind(), shape, c, a, b), want);
    }
}
