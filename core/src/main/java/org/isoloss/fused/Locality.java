/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isoloss.tensor.Shapes;

/**
 * What can be computed piece by piece. Rows come from the inputs that have them, and go through operations that are local; a
 * result that had to be computed as a whole, of operands with rows, can be read by rows again.
 */
final class Locality {

    private final Pieces pieces;
    private final Map<Node, Place> places = new HashMap<>();
    private final Set<Node> rowed = new HashSet<>();
    /** What has the rows' data, but not row by row. */
    private final Set<Node> uncut = new HashSet<>();

    /**
     * @param order nodes, operands before results, without views
     * @param batch the inputs that have rows
     */
    Locality(Pieces pieces, List<Node> order, Batched batch) {
        this.pieces = pieces;
        rowed.addAll(batch.rowed());
        uncut.addAll(batch.uncut());
        for (Node x : order) {
            Place place = placeOf(x);
            places.put(x, place);
            if (place == Place.PIECES) {
                rowed.add(x);
            } else if (isOfRows(x, place)) {
                (pieces.areSubArrays(x.shape()) ? rowed : uncut).add(x);
            }
        }
    }

    /**
     * The inputs that belong to rows.
     *
     * @param rowed those that are cut into rows
     * @param uncut those whose classes come before their further dimensions
     */
    record Batched(Set<Node> rowed, Set<Node> uncut) {}

    private boolean isOfRows(Node x, Place place) {
        return (place == Place.TOTAL && x.op().isProduct())
                || (place == Place.WHOLE && x.in().stream().anyMatch(i -> hasRows(i) || uncut.contains(i.base())));
    }

    Pieces pieces() {
        return pieces;
    }

    Place of(Node x) {
        return places.getOrDefault(x.base(), Place.GIVEN);
    }

    private boolean hasRows(Node x) {
        return rowed.contains(x.base());
    }

    private Place placeOf(Node x) {
        if (x.op().isLeaf()) {
            return Place.GIVEN;
        }
        if (pieces.count() == 1 || x.size() == 0) {
            return Place.WHOLE;
        }
        return switch (x.op().form()) {
            case ELEMENTWISE -> elementwise(x);
            case PRODUCT -> product(x);
            default -> structural(x);
        };
    }

    private Place elementwise(Node x) {
        boolean cut = pieces.divide(x)
                && (pieces.areSubArrays(x.shape())
                        || x.in().stream().allMatch(i -> i.isSingle() || i.hasShape(x.shape())));
        boolean local = x.is(Op.BROADCAST)
                || x.in().stream().anyMatch(i -> hasRows(i) && pieces.areAligned(i.shape(), x.shape()));
        return cut && local ? Place.PIECES : Place.WHOLE;
    }

    private Place product(Node x) {
        boolean rows = hasRows(x.in(0));
        if (x.is(Op.MATMUL_TN)) {
            boolean total = (rows || hasRows(x.in(1))) && x.in(0).shape()[0] % pieces.count() == 0;
            return total ? Place.TOTAL : Place.WHOLE;
        }
        return rows && x.shape()[0] % pieces.count() == 0 ? Place.PIECES : Place.WHOLE;
    }

    private Place structural(Node x) {
        if (isTable(x)) {
            Node index = x.in(1);
            return hasRows(index) && pieces.divide(index) ? Place.PIECES : Place.WHOLE;
        }
        if (x.in().stream().noneMatch(this::hasRows)) {
            return Place.WHOLE;
        }
        if (outer(x) % pieces.count() == 0) {
            return Place.PIECES;
        }
        boolean total = (x.is(Op.SUM) || x.is(Op.DOT)) && x.outer() == 1 && x.middle() % pieces.count() == 0;
        return total ? Place.TOTAL : Place.WHOLE;
    }

    /** How many middles an operation acts on. */
    static int outer(Node x) {
        return switch (x.op()) {
            case UNPICK, UNTAKE, CONCAT -> x.size() / (x.middle() * x.inner());
            default -> x.outer();
        };
    }

    /** Whether it looks up in one table for all rows. */
    private boolean isTable(Node x) {
        return x.is(Op.TAKE) && x.outer() == 1;
    }

    /** Whether an operand of a structural operation is the same for all rows. */
    private boolean isShared(Node x, int i) {
        return (i == 0 && isTable(x))
                || (x.is(Op.DOT) && x.in(i).size() < x.in(0).size())
                || (x.in(i).isSingle() && pieces.count() > 1);
    }

    /** Whether a node that is computed by pieces needs of operand {@code i} one piece at a time. */
    boolean isByPiece(Node x, int i) {
        Node operand = x.in(i);
        Place place = of(x);
        if (place == Place.WHOLE || !pieces.divide(operand)) {
            return false;
        }
        return switch (x.op().form()) {
            case ELEMENTWISE -> pieces.areAligned(operand.shape(), x.shape());
            case PRODUCT -> i == 0 || x.is(Op.MATMUL_TN);
            default -> !isShared(x, i);
        };
    }

    /** Elements of a row. */
    int width(Node x) {
        return of(x) == Place.WHOLE || of(x) == Place.TOTAL ? x.size() : pieces.width(x);
    }

    /** Whether its rows have more than a few elements. */
    boolean isWide(Node x) {
        return hasRows(x) && Shapes.size(x.shape()) > 4L * pieces.count();
    }
}
