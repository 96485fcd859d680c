/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;

/**
 * The last step before a schedule: where rows are very short, or one has many short runs, as one of pairs has, a loop over a run is
 * hardly begun when it ends. There the operands are spread out to the result's shape, each once for all that want it, and a block
 * becomes one run.
 */
final class Spreading extends Rebuilding {

    /** Elements of a run that is worth a loop, where a row has many of them. */
    private static final int WORTH = 64;

    /** Elements of a run that is worth a loop anywhere: a vector has as many. */
    static final int SHORT = 16;

    private final Pieces pieces;

    private Spreading(Graph graph, Pieces pieces) {
        super(graph);
        this.pieces = pieces;
    }

    /** What has the elements of {@code outputs}, which are no views. */
    static List<Node> spread(Graph graph, Pieces pieces, List<Node> outputs) {
        return new Spreading(graph, pieces).of(outputs);
    }

    @Override
    Node again(Node x) {
        boolean apart = isOfShortRuns(x);
        return with(
                x,
                x.in().stream()
                        .map(this::of)
                        .map(i -> apart && !goesAlong(i, x) ? graph().make(Op.BROADCAST, i.kind(), x.shape(), i) : i)
                        .toList());
    }

    /** Whether all rows of an operand are one run of the result's. */
    private static boolean goesAlong(Node operand, Node x) {
        return operand.isSingle() || operand.hasShape(x.shape());
    }

    private boolean isOfShortRuns(Node x) {
        boolean takesAny =
                x.op().is(Op.Form.ELEMENTWISE) && !x.is(Op.BROADCAST) && !x.is(Op.EXP_SHIFTED) && !x.is(Op.MIX);
        if (!takesAny
                || x.in().stream().allMatch(i -> goesAlong(i, x))
                || !pieces.divide(x)
                || !pieces.areSubArrays(x.shape())) {
            return false;
        }
        Runs runs = Runs.of(pieces, x.shape(), x.in().stream().map(Node::shape).toList());
        return runs.length() < (runs.perPiece() > 1 ? WORTH : SHORT);
    }
}
