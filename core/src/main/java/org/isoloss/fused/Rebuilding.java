/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A recording made once more, operands before results, each node once, by what a rule makes of it. */
abstract class Rebuilding {

    private final Graph graph;
    private final Map<Node, Node> rebuilt = new HashMap<>();

    Rebuilding(Graph graph) {
        this.graph = graph;
    }

    final Graph graph() {
        return graph;
    }

    /** What has the elements of {@code outputs}, which are no views. */
    final List<Node> of(List<Node> outputs) {
        Scheduler.live(outputs).forEach(this::of);
        return outputs.stream().map(this::of).toList();
    }

    /** What has become of a node. */
    final Node of(Node x) {
        Node done = rebuilt.get(x);
        if (done == null) {
            done = again(x);
            rebuilt.put(x, done);
        }
        return done;
    }

    /** The rule; asks {@link #of(Node)} for operands. */
    abstract Node again(Node x);

    /** The operation of {@code x} on others. */
    final Node with(Node x, List<Node> in) {
        return in.equals(x.in())
                ? x
                : graph.make(x.op(), x.kind(), x.shape(), x.by(), x.view(), in.toArray(Node[]::new));
    }
}
