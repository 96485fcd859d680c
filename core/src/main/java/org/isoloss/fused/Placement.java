/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of a stage are while a block of rows is computed. Scratch is used again when its last reader has run, by that
 * reader's own result if it can be. What only serves to make something that is kept is computed in that one's place: a gradient
 * is in the caller's array from its first step on.
 */
final class Placement {

    private final Locality where;
    private final Map<Node, Ref> whole;
    private final List<Node> sequence;
    private final Map<Node, Integer> lastUse = new HashMap<>();
    private final Map<Node, Ref> placed = new HashMap<>();
    private final List<Integer> widths = new ArrayList<>();
    private final Map<Integer, Deque<Integer>> free = new HashMap<>();
    private final int firstScratch;

    /**
     * @param sequence what is computed, in order; inputs are loaded
     * @param whole what has memory for all rows
     */
    Placement(Locality where, List<Node> sequence, Map<Node, Ref> whole, int firstScratch) {
        this.where = where;
        this.sequence = sequence;
        this.whole = whole;
        this.firstScratch = firstScratch;
        for (int at = 0; at < sequence.size(); at++) {
            for (Node operand : sequence.get(at).in()) {
                lastUse.put(operand.base(), at);
            }
        }
        forward();
        for (int at = 0; at < sequence.size(); at++) {
            place(sequence.get(at), at);
        }
    }

    /** Whether a node is computed in the stage. */
    boolean has(Node x) {
        return placed.containsKey(x);
    }

    /** Where a node of the stage is, which is no total. */
    Ref of(Node x) {
        return requireNonNull(placed.get(x), () -> x + " must be computed in this stage");
    }

    /** Elements of a row, for each array of scratch. */
    List<Integer> scratch() {
        return widths;
    }

    private void forward() {
        Map<Node, Integer> position = new HashMap<>();
        for (int at = 0; at < sequence.size(); at++) {
            position.put(sequence.get(at), at);
        }
        for (Node x : sequence) {
            Ref result = whole.get(x);
            Node last = x;
            while (result != null && where.of(x) == Place.PIECES && last != null) {
                placed.put(last, new Ref(result.slot(), where.pieces().width(x)));
                last = forwarded(last, position);
            }
        }
    }

    /** The operand whose array {@code x} can be written to, if nobody else wants it. */
    private @Nullable Node forwarded(Node x, Map<Node, Integer> position) {
        Integer at = position.get(x);
        for (int i = 0; at != null && i < x.in().size(); i++) {
            Node operand = x.in(i).base();
            if (overwrites(x, i)
                    && position.containsKey(operand)
                    && at.equals(lastUse.get(operand))
                    && !placed.containsKey(operand)
                    && !whole.containsKey(operand)) {
                return operand;
            }
        }
        return null;
    }

    /** Whether the result may be where operand {@code i} is. */
    private boolean overwrites(Node x, int i) {
        boolean can = x.op().is(Op.Form.ELEMENTWISE) || ((x.is(Op.ADD_AT) || x.is(Op.SET_AT)) && i == 0);
        return can
                && where.of(x) == Place.PIECES
                && where.isByPiece(x, i)
                && x.in(i).size() == x.size();
    }

    private void place(Node x, int at) {
        for (int i = 0; i < x.in().size(); i++) {
            if (overwrites(x, i)) {
                release(x.in(i).base(), at);
            }
        }
        if (where.of(x) != Place.TOTAL && !placed.containsKey(x)) {
            placed.put(x, allocate(where.pieces().width(x)));
        }
        x.in().forEach(operand -> release(operand.base(), at));
        if (!lastUse.containsKey(x)) {
            lastUse.put(x, at);
            release(x, at);
        }
    }

    private Ref allocate(int width) {
        Deque<Integer> room = free.computeIfAbsent(width, w -> new ArrayDeque<>());
        if (room.isEmpty()) {
            widths.add(width);
            return new Ref(firstScratch + widths.size() - 1, 0);
        }
        return new Ref(room.pop(), 0);
    }

    private void release(Node x, int at) {
        Ref ref = placed.get(x);
        Integer last = lastUse.get(x);
        if (ref != null && last != null && last == at && ref.slot() >= firstScratch) {
            lastUse.put(x, -1);
            free.computeIfAbsent(where.pieces().width(x), w -> new ArrayDeque<>())
                    .push(ref.slot());
        }
    }
}
