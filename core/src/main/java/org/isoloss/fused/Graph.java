/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;

/** The nodes of one recording, each of them once. */
final class Graph {

    /** More are not worth recording: a program that long is a loop, and spends its time on its own steps. */
    static final int LIMIT = 16_384;

    private final Map<Node, Node> nodes = new HashMap<>();

    int size() {
        return nodes.size();
    }

    private Node intern(Node candidate) {
        Node seen = nodes.putIfAbsent(candidate, candidate);
        if (seen == null && nodes.size() > LIMIT) {
            throw new UnsupportedOperationException(
                    "a fused program has at most %d operations, and this one has more".formatted(LIMIT));
        }
        return seen == null ? candidate : seen;
    }

    Node input(int index, Kind kind, long... shape) {
        return intern(Node.input(size(), index, kind, shape));
    }

    Node constant(Kind kind, double[] data, long... shape) {
        return intern(Node.constant(size(), kind, data, shape));
    }

    Node scalar(Kind kind, double value) {
        return constant(kind, new double[] {value});
    }

    Node make(Op op, Kind kind, long[] shape, Node... in) {
        return make(op, kind, shape, 0, Node.View.NONE, in);
    }

    Node make(Op op, Kind kind, long[] shape, Node.View view, Node... in) {
        return make(op, kind, shape, 0, view, in);
    }

    Node make(Op op, Kind kind, long[] shape, double by, Node.View view, Node... in) {
        if (Shapes.size(shape) > Integer.MAX_VALUE) {
            throw new UnsupportedOperationException("a fused program takes arrays of up to %d elements, got %d"
                    .formatted(Integer.MAX_VALUE, Shapes.size(shape)));
        }
        return intern(Node.of(size(), op, kind, shape, List.of(in), by, view));
    }
}
