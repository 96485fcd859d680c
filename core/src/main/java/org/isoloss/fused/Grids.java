/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;

/** How large blocks and chunks are. */
final class Grids {

    /** Elements of the widest array of a block: large enough for loops to run, small enough for the nearest cache to hold several. */
    private static final int BLOCK = 2048;

    /** As many of them at most, where most steps are on an element or two of a row and take as long for few rows as for many. */
    private static final int BLOCKS = 8;

    /** How many more for each such step of a wide one. */
    private static final int NARROW = 2;

    /** Rows of a block in which a matrix product is worth its packing. */
    private static final int PRODUCT_ROWS = 64;

    private static final int CHUNKS = 16;

    /** Totals that are matrices: each chunk has its own. */
    private static final int LARGE_CHUNKS = 4;

    private static final int LARGE = 1 << 14;

    private final Locality where;

    private final boolean vector;

    /** @param vector whether the kernels use the vector module */
    Grids(Locality where, boolean vector) {
        this.where = where;
        this.vector = vector;
    }

    Program.Grid of(List<Node> sequence, List<Partials.Total> totals) {
        int pieces = where.pieces().count();
        int width = sequence.stream().mapToInt(this::widest).max().orElse(1);
        boolean products = sequence.stream().anyMatch(x -> x.op().isProduct());
        int rows = Math.max(products ? PRODUCT_ROWS : 1, elements(sequence, width) / Math.max(1, width));
        rows = Math.min(rows, pieces);
        boolean large = totals.stream().anyMatch(t -> t.node().size() > LARGE);
        int chunks = Math.min(parts(pieces, rows), large ? LARGE_CHUNKS : CHUNKS);
        rows = products ? rows : even(pieces, rows, chunks);
        return new Program.Grid(pieces, rows, Math.min(parts(pieces, rows), chunks), Cost.ofProgram(sequence, vector));
    }

    private static int parts(int pieces, int rows) {
        return (pieces + rows - 1) / rows;
    }

    /** About as many rows, so that chunks have equally many blocks: threads that share them end at the same time. */
    private static int even(int pieces, int rows, int chunks) {
        int blocks = Math.round((float) parts(pieces, rows) / chunks);
        return parts(pieces, blocks * chunks);
    }

    /** Elements of the widest array, by how many steps there are for each wide one; without inputs, wherever these lie. */
    private int elements(List<Node> sequence, int width) {
        List<Node> computed = sequence.stream().filter(x -> !x.op().isLeaf()).toList();
        long wide = computed.stream().filter(x -> widest(x) == width).count();
        long narrow = computed.size() - wide;
        return (int) Math.min(BLOCKS * BLOCK, BLOCK + NARROW * BLOCK * narrow / Math.max(1, wide));
    }

    private int widest(Node x) {
        int widest = where.of(x) == Place.TOTAL ? 1 : where.pieces().width(x);
        for (int i = 0; i < x.in().size(); i++) {
            widest = where.isByPiece(x, i) ? Math.max(widest, where.pieces().width(x.in(i))) : widest;
        }
        return widest;
    }
}
