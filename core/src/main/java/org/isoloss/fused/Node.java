/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * One recorded operation: an immutable array expression of known shape. What a node can be is closed by {@link Op}. Equal nodes
 * of one {@link Graph} are the same node, so that operands are compared by number.
 */
final class Node {

    private static final double[] NO_DATA = {};

    private final int id;
    private final Op op;
    private final Kind kind;
    private final long[] shape;
    private final List<Node> in;
    private final double by;
    private final View view;
    private final double[] data;
    private final int size;
    private final int hash;

    /** How a structural operation sees its first operand, and where a slice begins. */
    record View(int middle, int inner, int from) {
        static final View NONE = new View(1, 1, 0);

        static View of(long middle) {
            return new View(Math.toIntExact(middle), 1, 0);
        }
    }

    private Node(int id, Op op, Kind kind, long[] shape, List<Node> in, double by, View view, double[] data) {
        this.id = id;
        this.op = op;
        this.kind = kind;
        this.shape = shape;
        this.in = in;
        this.by = by;
        this.view = view;
        this.data = data;
        this.size = Math.toIntExact(Shapes.size(shape));
        this.hash = Objects.hash(op, kind, Arrays.hashCode(shape), ids(), by, view, Arrays.hashCode(data));
    }

    static Node of(int id, Op op, Kind kind, long[] shape, List<Node> in, double by, View view) {
        return new Node(id, op, kind, shape, in, by, view, NO_DATA);
    }

    static Node input(int id, int index, Kind kind, long... shape) {
        return new Node(id, Op.INPUT, kind, shape, List.of(), 0, new View(1, 1, index), NO_DATA);
    }

    static Node constant(int id, Kind kind, double[] data, long... shape) {
        return new Node(id, Op.CONSTANT, kind, shape, List.of(), 0, View.NONE, data);
    }

    /** Its number in the order of recording: operands come before results. */
    int id() {
        return id;
    }

    Op op() {
        return op;
    }

    boolean is(Op other) {
        return op == other;
    }

    Kind kind() {
        return kind;
    }

    /** Not to be written to. */
    long[] shape() {
        return shape;
    }

    int rank() {
        return shape.length;
    }

    List<Node> in() {
        return in;
    }

    Node in(int i) {
        return in.get(i);
    }

    /** The number that a shift adds and a scale multiplies by. */
    double by() {
        return by;
    }

    int middle() {
        return view.middle();
    }

    int inner() {
        return view.inner();
    }

    int from() {
        return view.from();
    }

    View view() {
        return view;
    }

    /** The elements of a constant; not to be written to. */
    double[] data() {
        return data;
    }

    int size() {
        return size;
    }

    /** How many middles the first operand has. */
    int outer() {
        int block = middle() * inner();
        return block == 0 ? 0 : in.get(0).size() / block;
    }

    boolean isSingle() {
        return size == 1;
    }

    boolean isConstant() {
        return op == Op.CONSTANT;
    }

    boolean isConstant(double value) {
        return isConstant() && isSingle() && data[0] == value;
    }

    /** What is below views: the node that has the elements. */
    Node base() {
        Node x = this;
        while (x.op == Op.VIEW) {
            x = x.in(0);
        }
        return x;
    }

    /** Whether it is one number for each last axis of arrays of {@code wide} shape, or for all. */
    boolean isNarrow(long... wide) {
        return isSingle() || (rank() == wide.length && shape[wide.length - 1] == 1 && wide[wide.length - 1] != 1);
    }

    boolean hasShape(long... other) {
        return Arrays.equals(shape, other);
    }

    private int ids() {
        int h = 1;
        for (Node i : in) {
            h = 31 * h + i.id;
        }
        return h;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || (o instanceof Node n && hash == n.hash && sameAs(n));
    }

    private boolean sameAs(Node n) {
        return op == n.op
                && kind == n.kind
                && Double.compare(by, n.by) == 0
                && view.equals(n.view)
                && Arrays.equals(shape, n.shape)
                && in.equals(n.in)
                && Arrays.equals(data, n.data);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        String operands = in.stream().map(n -> " %" + n.id).collect(Collectors.joining());
        return "%%%d%s = %s%s".formatted(id, Arrays.toString(shape), op, operands);
    }
}
