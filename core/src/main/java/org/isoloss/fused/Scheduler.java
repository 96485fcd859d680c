/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Divides a recording into stages. In a stage everything is computed for one block of rows at a time; a total ends it, and so
 * does the need for all rows of something.
 *
 * <p>Stages are as late as possible, so that wide arrays are read once: of a weighted mean, only the weights are looked up and
 * added before. But what needs something wide that was costly to make is done where that is made. What two stages need is kept
 * if it is narrow or costly, and computed again otherwise.
 */
final class Scheduler {

    private final Locality where;
    private final List<Node> order;
    private final int[] time;
    private final boolean[] costly;
    private final Set<Node> kept = new HashSet<>();

    /**
     * @param before what is computed at once before the stage; nothing else in the last, which has no pieces
     * @param pieces what is computed by pieces, and totals, in order
     */
    record Stage(List<Node> before, List<Node> pieces) {}

    private Scheduler(Locality where, List<Node> order) {
        this.where = where;
        this.order = order;
        int ids = order.isEmpty() ? 0 : order.get(order.size() - 1).id() + 1;
        this.time = new int[ids];
        this.costly = new boolean[ids];
    }

    /** The nodes that {@code outputs} need, operands first, without views. */
    static List<Node> live(List<Node> outputs) {
        int ids = outputs.stream().mapToInt(Node::id).max().orElse(-1) + 1;
        Node[] found = new Node[ids];
        outputs.forEach(x -> found[x.id()] = x);
        for (int id = ids - 1; id >= 0; id--) {
            if (found[id] != null) {
                for (Node operand : found[id].in()) {
                    Node base = operand.base();
                    found[base.id()] = base;
                }
            }
        }
        return Arrays.stream(found).filter(x -> x != null).toList();
    }

    /**
     * @param outputs bases, which are kept
     * @param kept is filled with the nodes that must exist as a whole beside totals
     */
    static List<Stage> schedule(Locality where, List<Node> order, List<Node> outputs, Set<Node> kept) {
        Scheduler scheduler = new Scheduler(where, order);
        int last = scheduler.earliest();
        scheduler.latest(last, outputs);
        scheduler.pullBack();
        List<Stage> stages = scheduler.stages(outputs);
        kept.addAll(scheduler.kept);
        return stages;
    }

    private boolean isStaged(Node x) {
        return where.of(x) == Place.PIECES || where.of(x) == Place.TOTAL;
    }

    /** How many stages later than operand {@code i} a node can be at the earliest. */
    private int distance(Node x, int i) {
        Node operand = x.in(i).base();
        return switch (where.of(operand)) {
            case GIVEN, WHOLE -> 0;
            case TOTAL -> 1;
            case PIECES -> where.isByPiece(x, i) ? 0 : 1;
        };
    }

    private int ready(Node x) {
        int ready = 0;
        for (int i = 0; i < x.in().size(); i++) {
            ready = Math.max(ready, time[x.in(i).base().id()] + distance(x, i));
        }
        return ready;
    }

    /** Times as early as possible; the last stage. */
    private int earliest() {
        int last = -1;
        for (Node x : order) {
            time[x.id()] = ready(x);
            last = isStaged(x) ? Math.max(last, time[x.id()]) : last;
        }
        return last;
    }

    private void latest(int last, List<Node> outputs) {
        int[] late = new int[time.length];
        Arrays.fill(late, last + 1);
        for (Node x : outputs) {
            late[x.id()] = isStaged(x) ? last : last + 1;
        }
        for (int k = order.size() - 1; k >= 0; k--) {
            Node x = order.get(k);
            for (int i = 0; i < x.in().size(); i++) {
                int operand = x.in(i).base().id();
                late[operand] = Math.min(late[operand], late[x.id()] - distance(x, i));
            }
        }
        for (Node x : order) {
            time[x.id()] = x.op().isLeaf() ? 0 : isStaged(x) ? Math.min(last, late[x.id()]) : late[x.id()];
        }
    }

    private void pullBack() {
        for (Node x : order) {
            boolean staged = where.of(x) == Place.PIECES;
            costly[x.id()] = staged && (isCostly(x.op()) || anyCostly(x));
            if (isStaged(x) && belongsEarlier(x)) {
                time[x.id()] = ready(x);
            }
        }
    }

    private static boolean isCostly(Op op) {
        return switch (op) {
            case EXP, EXP_SHIFTED, LOG, LOG1P, SIGMOID, SOFTPLUS, LOG_SIGMOID, SORT, TAKE, UNTAKE, MATMUL, MATMUL_NT ->
                true;
            default -> false;
        };
    }

    private boolean anyCostly(Node x) {
        for (Node operand : x.in()) {
            Node base = operand.base();
            if (costly[base.id()] && where.isWide(base)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something wide and costly would have to wait for it, or all that it reads is there and it is narrow. */
    private boolean belongsEarlier(Node x) {
        boolean some = false;
        boolean all = true;
        for (int i = 0; i < x.in().size(); i++) {
            Node operand = x.in(i).base();
            if (where.of(operand) == Place.PIECES && where.isByPiece(x, i)) {
                boolean earlier = time[operand.id()] < time[x.id()];
                if (earlier && where.isWide(operand) && costly[operand.id()]) {
                    return true;
                }
                some = true;
                all &= earlier;
            } else {
                all &= !(operand.is(Op.INPUT) && where.isWide(operand));
            }
        }
        return some && all && !(where.of(x) == Place.PIECES && where.isWide(x));
    }

    // ---- stages ----

    private List<Stage> stages(List<Node> outputs) {
        int count = 0;
        for (Node x : order) {
            count = isStaged(x) ? Math.max(count, time[x.id()] + 1) : count;
            for (int i = 0; i < x.in().size(); i++) {
                Node operand = x.in(i).base();
                if (where.of(operand) == Place.PIECES && !where.isByPiece(x, i)) {
                    kept.add(operand);
                }
            }
        }
        outputs.stream().filter(x -> where.of(x) == Place.PIECES).forEach(kept::add);
        List<Stage> stages = new ArrayList<>();
        for (int s = count - 1; s >= 0; s--) {
            stages.add(0, new Stage(before(s), piecesOf(s)));
        }
        stages.add(new Stage(
                order.stream()
                        .filter(x -> where.of(x) == Place.WHOLE && time[x.id()] >= stages.size())
                        .toList(),
                List.of()));
        return stages;
    }

    private List<Node> before(int stage) {
        return order.stream()
                .filter(x -> where.of(x) == Place.WHOLE && time[x.id()] == stage)
                .toList();
    }

    private List<Node> piecesOf(int stage) {
        boolean[] into = new boolean[time.length];
        for (Node x : order) {
            boolean root = where.of(x) == Place.TOTAL || kept.contains(x);
            if (root && isStaged(x) && time[x.id()] == stage) {
                visit(x, stage, into);
            }
        }
        return order.stream().filter(x -> into[x.id()]).toList();
    }

    private void visit(Node x, int stage, boolean[] into) {
        if (into[x.id()]) {
            return;
        }
        into[x.id()] = true;
        for (int i = 0; i < x.in().size(); i++) {
            Node operand = x.in(i).base();
            if (where.of(operand) == Place.PIECES && where.isByPiece(x, i)) {
                boolean there = time[operand.id()] < stage;
                if (there && (kept.contains(operand) || !where.isWide(operand) || costly[operand.id()])) {
                    kept.add(operand);
                } else {
                    visit(operand, stage, into);
                }
            }
        }
    }
}
