/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import java.util.List;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;

/** Nodes whose elements are those of others, elsewhere. Views and broadcasts are kept outermost, and cancel. */
final class Movements {

    private final Graph graph;

    Movements(Graph graph) {
        this.graph = graph;
    }

    /** {@code x} below a broadcast. */
    static Node strip(Node x) {
        return x.is(Op.BROADCAST) ? x.in(0) : x;
    }

    /** Whether {@code x} is a view that changes nothing but the shape. */
    static boolean isReshaped(Node x) {
        return x.is(Op.VIEW) && x.kind() == x.in(0).kind();
    }

    Node view(Node x, Kind kind, long... shape) {
        if (Shapes.size(shape) != x.size()) {
            throw new IllegalArgumentException(
                    "cannot reshape %s to %s".formatted(Arrays.toString(x.shape()), Arrays.toString(shape)));
        }
        if (x.kind() == kind && x.hasShape(shape)) {
            return x;
        }
        if (x.is(Op.VIEW)) {
            return view(x.in(0), kind, shape);
        }
        if (x.isConstant()) {
            return graph.constant(kind, x.data(), shape);
        }
        if (x.is(Op.BROADCAST) && x.in(0).isSingle()) {
            return broadcast(view(x.in(0), kind), shape);
        }
        if (x.is(Op.BROADCAST) && x.in(0).size() == x.size()) {
            return view(x.in(0), kind, shape);
        }
        return graph.make(Op.VIEW, kind, shape, x);
    }

    Node reshape(Node x, long... shape) {
        return view(x, x.kind(), shape);
    }

    Node broadcast(Node x, long... shape) {
        if (x.hasShape(shape)) {
            return x;
        }
        if (!Arrays.equals(Shapes.broadcast(x.shape(), shape), shape)) {
            throw new IllegalArgumentException(
                    "cannot broadcast %s to %s".formatted(Arrays.toString(x.shape()), Arrays.toString(shape)));
        }
        return x.is(Op.BROADCAST) ? broadcast(x.in(0), shape) : graph.make(Op.BROADCAST, x.kind(), shape, x);
    }

    Node fill(Kind kind, double value, long... shape) {
        return broadcast(graph.scalar(kind, value), shape);
    }

    Node slice(Node x, int axis, long from, long to) {
        int a = Shapes.axis(axis, x.rank());
        long[] shape = Shapes.with(x.shape(), a, to - from);
        if (from < 0 || from > to || to > x.shape()[a]) {
            throw new IllegalArgumentException("a slice of %s must lie in [0, %d], got %d to %d"
                    .formatted(Arrays.toString(x.shape()), x.shape()[a], from, to));
        }
        if (x.hasShape(shape)) {
            return x;
        }
        if (x.is(Op.BROADCAST) && x.in(0).isSingle()) {
            return broadcast(x.in(0), shape);
        }
        Node.View view = new Node.View(Math.toIntExact(x.shape()[a]), inner(x, a), Math.toIntExact(from));
        return graph.make(Op.SLICE, x.kind(), shape, view, x.base());
    }

    Node concat(List<Node> parts, int axis) {
        Node first = parts.get(0);
        int a = Shapes.axis(axis, first.rank());
        long width = parts.stream().mapToLong(p -> p.shape()[a]).sum();
        List<Node> filled = parts.stream().filter(p -> p.shape()[a] > 0).toList();
        if (filled.size() <= 1) {
            return filled.isEmpty() ? first : filled.get(0);
        }
        Node[] operands = filled.stream().map(Node::base).toArray(Node[]::new);
        Node.View view = new Node.View(Math.toIntExact(width), inner(first, a), 0);
        return graph.make(Op.CONCAT, first.kind(), Shapes.with(first.shape(), a, width), view, operands);
    }

    /** How many elements one step along {@code axis} passes. */
    static int inner(Node x, int axis) {
        return Math.toIntExact(Shapes.size(Arrays.copyOfRange(x.shape(), axis + 1, x.rank())));
    }

    /** The last two axes exchanged; a transposed product is another product. */
    Node swap(Node x) {
        long[] shape = Shapes.swapLast(x.shape());
        if (x.is(Op.BROADCAST) && x.in(0).isSingle()) {
            return broadcast(x.in(0), shape);
        }
        if (x.is(Op.SWAP) && x.in(0).size() == x.middle() * x.inner()) {
            return reshape(x.in(0), shape);
        }
        if (x.is(Op.MATMUL_TN) || x.is(Op.MATMUL_NT)) {
            return graph.make(x.op(), x.kind(), shape, x.in(1), x.in(0));
        }
        int n = Math.toIntExact(Shapes.last(shape));
        int m = Math.toIntExact(Shapes.last(x.shape()));
        if (n == 1 || m == 1) {
            return reshape(x, shape);
        }
        return graph.make(Op.SWAP, x.kind(), shape, new Node.View(n, m, 0), x.base());
    }

    Node matmul(Node a, Node b) {
        if (a.rank() != 2 || b.rank() != 2 || a.shape()[1] != b.shape()[0]) {
            throw new IllegalArgumentException("cannot multiply matrices %s and %s"
                    .formatted(Arrays.toString(a.shape()), Arrays.toString(b.shape())));
        }
        long[] shape = {a.shape()[0], b.shape()[1]};
        if (a.size() == 0) {
            return fill(Kind.FLOAT, 0, shape);
        }
        if (isTransposed(a)) {
            return graph.make(Op.MATMUL_TN, Kind.FLOAT, shape, a.in(0), b);
        }
        return isTransposed(b)
                ? graph.make(Op.MATMUL_NT, Kind.FLOAT, shape, a, b.in(0))
                : graph.make(Op.MATMUL, Kind.FLOAT, shape, a, b);
    }

    private static boolean isTransposed(Node x) {
        return x.is(Op.SWAP) && x.in(0).rank() == 2;
    }
}
