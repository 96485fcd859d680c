/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import java.util.stream.IntStream;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/**
 * Writes operations down instead of doing them. A tape over a recorder records gradients too.
 *
 * <p>Softmax and its kin are recorded so that the exponentials of a row are taken once: {@code e = exp(x - m)} and their sum
 * {@code s} give all of them, and what a gradient asks for later.
 */
final class Recorder implements TensorOps<Node> {

    private final Graph graph = new Graph();
    private final Movements move = new Movements(graph);
    private final Rewrites rewrite = new Rewrites(graph, move);
    private final LookUps lookUps = rewrite.lookUps();
    private final Sums sums = new Sums(graph, move, rewrite);

    Node input(int index, Kind kind, long... shape) {
        return graph.input(index, kind, shape);
    }

    /** How many nodes there are. */
    int size() {
        return graph.size();
    }

    /** What has the elements of {@code results} and is to be computed. */
    List<Node> outputs(List<Node> results) {
        return Fusing.fuse(graph, results.stream().map(this::output).toList());
    }

    /** The same, for rows of which one after another is computed. */
    List<Node> outputs(List<Node> results, Pieces pieces) {
        return Spreading.spread(graph, pieces, outputs(results));
    }

    /** A node that has the elements of {@code x} and is no view of others nor a leaf, so that a program can compute it. */
    private Node output(Node x) {
        Node base = x.base();
        return base.op().isLeaf() ? graph.make(Op.BROADCAST, base.kind(), base.shape(), base) : base;
    }

    @Override
    public String name() {
        return "fused";
    }

    @Override
    public Kind kind(Node x) {
        return x.kind();
    }

    @Override
    public long[] shape(Node x) {
        return x.shape().clone();
    }

    @Override
    public double[] toHost(Node x) {
        throw new UnsupportedOperationException("a recorder has no values, and was asked for those of " + x);
    }

    // ---- making arrays ----

    @Override
    public Node constant(Node like, double[] values, long... shape) {
        return graph.constant(like.kind(), values.clone(), shape);
    }

    @Override
    public Node fill(Node like, double value, long... shape) {
        return move.fill(like.kind(), value, shape);
    }

    @Override
    public Node range(Node like, long n) {
        double[] values =
                IntStream.range(0, Math.toIntExact(n)).asDoubleStream().toArray();
        return graph.constant(Kind.INDEX, values, n);
    }

    @Override
    public Node toFloat(Node x, Node like) {
        return ofKind(x, Kind.FLOAT);
    }

    @Override
    public Node toIndex(Node x) {
        return x.kind() == Kind.FLOAT ? ofKind(rewrite.map(Op.TO_INDEX, x), Kind.INDEX) : ofKind(x, Kind.INDEX);
    }

    private Node ofKind(Node x, Kind kind) {
        return x.is(Op.BROADCAST)
                ? move.broadcast(move.view(x.in(0), kind, x.in(0).shape()), x.shape())
                : move.view(x, kind, x.shape());
    }

    // ---- elementwise ----

    @Override
    public Node add(Node a, Node b) {
        return rewrite.zip(Op.ADD, a, b);
    }

    @Override
    public Node sub(Node a, Node b) {
        return rewrite.zip(Op.SUB, a, b);
    }

    @Override
    public Node mul(Node a, Node b) {
        return rewrite.zip(Op.MUL, a, b);
    }

    @Override
    public Node div(Node a, Node b) {
        return rewrite.zip(Op.DIV, a, b);
    }

    @Override
    public Node maximum(Node a, Node b) {
        return rewrite.zip(Op.MAXIMUM, a, b);
    }

    @Override
    public Node greater(Node a, Node b) {
        return rewrite.zip(Op.GREATER, a, b);
    }

    @Override
    public Node equal(Node a, Node b) {
        return rewrite.zip(Op.EQUAL, a, b);
    }

    @Override
    public Node and(Node a, Node b) {
        return rewrite.zip(Op.AND, a, b);
    }

    @Override
    public Node or(Node a, Node b) {
        return rewrite.zip(Op.OR, a, b);
    }

    @Override
    public Node not(Node indicator) {
        return rewrite.not(indicator);
    }

    @Override
    public Node where(Node indicator, Node yes, Node no) {
        return rewrite.where(indicator, yes, no);
    }

    @Override
    public Node shift(Node x, double by) {
        return rewrite.shift(x, by);
    }

    @Override
    public Node scale(Node x, double by) {
        return rewrite.scale(x, by);
    }

    @Override
    public Node exp(Node x) {
        return rewrite.map(Op.EXP, x);
    }

    @Override
    public Node log(Node x) {
        return rewrite.map(Op.LOG, x);
    }

    @Override
    public Node log1p(Node x) {
        return rewrite.map(Op.LOG1P, x);
    }

    @Override
    public Node sqrt(Node x) {
        return rewrite.map(Op.SQRT, x);
    }

    @Override
    public Node abs(Node x) {
        return rewrite.map(Op.ABS, x);
    }

    @Override
    public Node sign(Node x) {
        return rewrite.map(Op.SIGN, x);
    }

    @Override
    public Node square(Node x) {
        return rewrite.map(Op.SQUARE, x);
    }

    @Override
    public Node relu(Node x) {
        return rewrite.map(Op.RELU, x);
    }

    @Override
    public Node sigmoid(Node x) {
        return rewrite.map(Op.SIGMOID, x);
    }

    @Override
    public Node softplus(Node x) {
        return rewrite.map(Op.SOFTPLUS, x);
    }

    @Override
    public Node logSigmoid(Node x) {
        return rewrite.map(Op.LOG_SIGMOID, x);
    }

    @Override
    public Node isFinite(Node x) {
        return rewrite.map(Op.IS_FINITE, x);
    }

    // ---- reductions, shapes, products ----

    @Override
    public Node sum(Node x, boolean keep, int... axes) {
        return sums.sum(x, keep, axes);
    }

    @Override
    public Node max(Node x, boolean keep, int axis) {
        return sums.max(x, keep, axis);
    }

    @Override
    public Node reshape(Node x, long... shape) {
        return move.reshape(x, shape);
    }

    @Override
    public Node broadcastTo(Node x, long... shape) {
        return move.broadcast(x, shape);
    }

    @Override
    public Node slice(Node x, int axis, long from, long to) {
        return move.slice(x, axis, from, to);
    }

    @Override
    public Node concat(List<Node> parts, int axis) {
        return move.concat(parts, axis);
    }

    @Override
    public Node matmul(Node a, Node b) {
        return move.matmul(a, b);
    }

    @Override
    public Node swapLast(Node x) {
        return move.swap(x);
    }

    // ---- along the last axis ----

    @Override
    public Node take(Node x, Node index) {
        return lookUps.take(x, index);
    }

    @Override
    public Node untake(Node g, Node index, long depth) {
        return lookUps.untake(g, index, depth);
    }

    @Override
    public Node pick(Node x, Node index) {
        return lookUps.pick(x, index);
    }

    @Override
    public Node unpick(Node g, Node index, long depth) {
        return lookUps.unpick(g, index, depth);
    }

    @Override
    public Node oneHot(Node index, long depth) {
        return lookUps.oneHot(index, depth);
    }

    @Override
    public Node argSort(Node x, boolean descending) {
        Node.View view = new Node.View(Math.toIntExact(Shapes.last(x.shape())), 1, descending ? 1 : 0);
        return graph.make(Op.SORT, Kind.INDEX, x.shape(), view, x.base());
    }

    @Override
    public Node cumSum(Node x) {
        return graph.make(Op.CUM_SUM, x.kind(), x.shape(), Node.View.of(Shapes.last(x.shape())), x.base());
    }

    // ---- softmax and its kin ----

    @Override
    public Node logSoftmax(Node x) {
        Node shifted = sub(x, finite(max(x, true, -1)));
        Node e = exp(shifted);
        Node s = sum(e, true, -1);
        Node y = sub(shifted, log(s));
        rewrite.knowExp(y, mul(e, rewrite.map(Op.RECIP, s)));
        return y;
    }

    @Override
    public Node softmax(Node x) {
        return exp(logSoftmax(x));
    }

    /** A row of infinities has no shift; {@code exp(x - y)}, which its gradient is made of, is known then too. */
    @Override
    public Node logSumExp(Node x) {
        long[] column = Shapes.with(x.shape(), -1, 1);
        Node e = exp(sub(x, finite(max(x, true, -1))));
        Node s = sum(e, true, -1);
        Node y = add(log(s), finite(max(x, true, -1)));
        Node share = where(isFinite(y), rewrite.map(Op.RECIP, s), fill(x, 1));
        Node result = reshape(y, Shapes.dropLast(x.shape()));
        Node shift = broadcastTo(reshape(finite(result), column), x.shape());
        rewrite.knowExp(sub(x, shift), mul(e, share));
        return result;
    }

    /** {@code x}, and 0 where it is infinite. */
    private Node finite(Node x) {
        return where(isFinite(x), x, fill(x, 0));
    }
}
