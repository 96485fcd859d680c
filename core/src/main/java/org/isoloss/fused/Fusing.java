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
 * sum(a)                     = sum_but(a, i) + peek(a, i)        where sum_but(a, i) is wanted too
 * exp(peek(a, i) - m)        = peek(exp(a - m), i)               where exp(a - m) is wanted too
 * exp(wide - narrow)         = exp_shifted(wide, narrow)
 * a * narrow +- b * narrow   = mix(a, narrow, b, +-narrow)
 * </pre>
 */
final class Fusing extends Rebuilding {

    private final Map<Node, Integer> uses = new HashMap<>();

    /** Sums of all but one, by what they add up. */
    private final Map<Node, Node> sumsBut = new HashMap<>();

    private final Map<Difference, Node> exponentials = new HashMap<>();

    private record Difference(Node a, Node b) {
        static Difference of(Node x) {
            return new Difference(x.in(0).base(), x.in(1).base());
        }
    }

    private Fusing(Graph graph, List<Node> outputs) {
        super(graph);
        outputs.forEach(x -> uses.merge(x, 1, Integer::sum));
        List<Node> live = Scheduler.live(outputs);
        live.forEach(x -> x.in().forEach(i -> uses.merge(i.base(), 1, Integer::sum)));
        for (Node x : live) {
            if (isSumBut(x)) {
                sumsBut.put(x.in(0).base().in(0).base(), x);
            } else if (x.is(Op.EXP) && isShifted(x)) {
                exponentials.put(Difference.of(x.in(0)), x);
            }
        }
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
            case SUM -> isSumBut(x) ? sumBut(x) : beside(x);
            case EXP -> isShifted(x) ? shifted(x) : peeked(x);
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

    private boolean isSumBut(Node sum) {
        if (!sum.is(Op.SUM)) {
            return false;
        }
        Node x = sum.in(0).base();
        return x.is(Op.SET_AT)
                && sum.inner() == 1
                && sum.middle() == x.middle()
                && x.in(1).isConstant(0)
                && isOnlyHere(x);
    }

    private Node sumBut(Node sum) {
        Node x = sum.in(0).base();
        return graph().make(
                        Op.SUM_BUT,
                        sum.kind(),
                        sum.shape(),
                        sum.view(),
                        of(x.in(0)).base(),
                        of(x.in(2)));
    }

    /** One pass gives the sum of all but one, which is not to be a difference, and with that one the sum of all. */
    private @Nullable Node beside(Node sum) {
        Node but = sumsBut.get(sum.in(0).base());
        if (but == null || !but.view().equals(sum.view())) {
            return dot(sum);
        }
        Node index = of(but.in(0).base().in(2));
        Node one = graph().make(
                        Op.PEEK,
                        sum.kind(),
                        index.shape(),
                        but.view(),
                        of(sum.in(0)).base(),
                        index);
        return graph().make(Op.ADD, sum.kind(), sum.shape(), shaped(of(but), sum), shaped(one, sum));
    }

    private Node shaped(Node x, Node like) {
        return x.hasShape(like.shape()) ? x : graph().make(Op.VIEW, x.kind(), like.shape(), x);
    }

    private static long lastOf(Node x) {
        return x.shape()[x.rank() - 1];
    }

    private Node dot(Node sum, Node a, Node b) {
        return graph().make(Op.DOT, sum.kind(), sum.shape(), sum.view(), of(a).base(), of(b).base());
    }

    private boolean isShifted(Node exp) {
        Node x = exp.in(0);
        return x.is(Op.SUB)
                && isOnlyHere(x)
                && x.in(0).hasShape(x.shape())
                && !x.in(0).isNarrow(x.shape())
                && x.in(1).isNarrow(x.shape())
                && x.size() >= Spreading.SHORT * x.in(1).size();
    }

    private Node shifted(Node exp) {
        Node x = exp.in(0);
        return graph().make(Op.EXP_SHIFTED, exp.kind(), exp.shape(), of(x.in(0)), of(x.in(1)));
    }

    private @Nullable Node peeked(Node exp) {
        Node x = exp.in(0);
        if (!x.is(Op.SUB) || !x.in(0).base().is(Op.PEEK) || x.in(1).size() != x.size()) {
            return null;
        }
        Node one = x.in(0).base();
        Node all = exponentials.get(new Difference(one.in(0).base(), x.in(1).base()));
        return all == null
                ? null
                : shaped(
                        graph().make(Op.PEEK, exp.kind(), one.shape(), one.view(), of(all).base(), of(one.in(1))), exp);
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
