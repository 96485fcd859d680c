/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last rewrite, when no algebra follows: operations that one loop can do are made one, if nobody else wants what is between
 * them.
 *
 * <pre>
 * sum(a * b)                 = dot(a, b)
 * sum(set_at(a, 0, i))       = sum_but(a, i)
 * exp(wide - narrow)         = exp_shifted(wide, narrow)
 * a * narrow +- b * narrow   = mix(a, narrow, b, +-narrow)
 * </pre>
 */
final class Fusing extends Rebuilding {

    private final Map<Node, Integer> uses = new HashMap<>();

    private Fusing(Graph graph, List<Node> outputs) {
        super(graph);
        outputs.forEach(x -> uses.merge(x, 1, Integer::sum));
        Scheduler.live(outputs).forEach(x -> x.in().forEach(i -> uses.merge(i.base(), 1, Integer::sum)));
    }

    /** What has the elements of {@code outputs}, which are no views. */
    static List<Node> fuse(Graph graph, List<Node> outputs) {
        return new Fusing(graph, outputs).of(outputs);
    }

    @Override
    Node again(Node x) {
        Node simpler = fused(x);
        return simpler != null ? simpler : with(x, x.in().stream().map(this::of).toList());
    }

    private @Nullable Node fused(Node x) {
        return switch (x.op()) {
            case SUM -> x.in(0).base().is(Op.SET_AT) ? sumBut(x) : dot(x);
            case EXP -> shifted(x);
            case ADD, SUB -> mix(x);
            default -> null;
        };
    }

    private @Nullable Node dot(Node sum) {
        Node x = sum.in(0).base();
        if (sum.inner() != 1) {
            return null;
        }
        if (x.is(Op.SQUARE)) {
            return dot(sum, x.in(0), x.in(0));
        }
        if (!x.is(Op.MUL)) {
            return null;
        }
        boolean full = x.in(0).size() == x.size();
        boolean both = full && x.in(1).size() == x.size();
        boolean table = full && x.in(1).size() == sum.middle() && x.in(1).rank() > 0 && lastOf(x.in(1)) == sum.middle();
        return both || table ? dot(sum, x.in(0), x.in(1)) : null;
    }

    private @Nullable Node sumBut(Node sum) {
        Node x = sum.in(0).base();
        boolean fits = sum.inner() == 1 && sum.middle() == x.middle() && x.in(1).isConstant(0) && isOnlyHere(x);
        return fits
                ? graph().make(
                                Op.SUM_BUT,
                                sum.kind(),
                                sum.shape(),
                                sum.view(),
                                of(x.in(0)).base(),
                                of(x.in(2)))
                : null;
    }

    private static long lastOf(Node x) {
        return x.shape()[x.rank() - 1];
    }

    private Node dot(Node sum, Node a, Node b) {
        return graph().make(Op.DOT, sum.kind(), sum.shape(), sum.view(), of(a).base(), of(b).base());
    }

    private @Nullable Node shifted(Node exp) {
        Node x = exp.in(0);
        boolean fits = x.is(Op.SUB)
                && isOnlyHere(x)
                && x.in(0).hasShape(x.shape())
                && !x.in(0).isNarrow(x.shape())
                && x.in(1).isNarrow(x.shape())
                && x.size() >= Spreading.SHORT * x.in(1).size();
        return fits ? graph().make(Op.EXP_SHIFTED, exp.kind(), exp.shape(), of(x.in(0)), of(x.in(1))) : null;
    }

    private @Nullable Node mix(Node x) {
        if (!isScaled(x.in(0), x) || !isScaled(x.in(1), x)) {
            return null;
        }
        List<Node> in = new ArrayList<>();
        x.in().forEach(part -> part.in().forEach(i -> in.add(of(i))));
        double sign = x.is(Op.ADD) ? 1 : -1;
        return graph().make(Op.MIX, x.kind(), x.shape(), sign, Node.View.NONE, in.toArray(Node[]::new));
    }

    /** Whether {@code part} is wide times narrow, only here. */
    private boolean isScaled(Node part, Node whole) {
        return part.is(Op.MUL)
                && part.hasShape(whole.shape())
                && isOnlyHere(part)
                && part.in(1).isNarrow(whole.shape())
                && !part.in(0).isNarrow(whole.shape());
    }

    private boolean isOnlyHere(Node x) {
        return uses.getOrDefault(x, 0) == 1;
    }
}
