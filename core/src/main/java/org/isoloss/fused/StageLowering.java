/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.isoloss.fused.kernel.Kernels;

/**
 * Turns one stage after another into steps.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class StageLowering<A> {

    private final Kernels<A> kernels;
    private final Locality where;
    private final Memory memory;
    private final Elementwise<A> elementwise;
    private final Structural<A> structural;
    private final Products<A> products;
    private final Set<Memory.Right> packed = new HashSet<>();

    StageLowering(Kernels<A> kernels, Locality where, Memory memory) {
        this.kernels = kernels;
        this.where = where;
        this.memory = memory;
        this.elementwise = new Elementwise<>(kernels);
        this.structural = new Structural<>(kernels);
        this.products = new Products<>(kernels);
    }

    Program.Stage<A> stage(Scheduler.Stage stage) {
        List<Step<A>> before = new ArrayList<>();
        for (Node x : stage.before()) {
            if (x.size() > 0) {
                pack(x, before);
                before.add(atOnce(x));
            }
        }
        stage.pieces().stream().filter(x -> where.of(x) == Place.PIECES).forEach(x -> pack(x, before));
        List<Node> sequence = sequence(stage.pieces());
        Placement placement = new Placement(where, sequence, memory.whole(), memory.firstScratch());
        List<Partials.Total> totals = new ArrayList<>();
        List<Step<A>> steps = new ArrayList<>();
        for (int i = 0; i < sequence.size(); i++) {
            Node x = sequence.get(i);
            if (i + 1 < sequence.size() && isSumOf(sequence.get(i + 1), x)) {
                i++;
                expSum(x, sequence.get(i), placement, steps);
            } else {
                steps.add(step(x, placement, totals));
            }
            Integer buffer = memory.stored().get(x);
            if (buffer != null) {
                steps.add(store(x, placement.of(x), buffer));
            }
        }
        Program.Grid grid = new Grids(where, kernels.isVector()).of(sequence, totals);
        return new Program.Stage<>(before, steps, grid, placement.scratch(), totals);
    }

    /** With inputs before what reads them, and sums of exponentials directly behind these. */
    private List<Node> sequence(List<Node> nodes) {
        Set<Node> sequence = new LinkedHashSet<>();
        for (Node x : nodes) {
            x.in().stream().map(Node::base).filter(memory.loaded()::containsKey).forEach(sequence::add);
            sequence.add(x);
            if (x.is(Op.EXP_SHIFTED)) {
                nodes.stream().filter(s -> isSumOf(s, x)).limit(1).forEach(sequence::add);
            }
        }
        return List.copyOf(sequence);
    }

    /** Whether {@code sum} adds up the runs of {@code x}, exponentials, all or but one, so that one loop can do both. */
    private boolean isSumOf(Node sum, Node x) {
        return (sum.is(Op.SUM) || sum.is(Op.SUM_BUT))
                && x.is(Op.EXP_SHIFTED)
                && sum.in(0).base().equals(x)
                && sum.inner() == 1
                && where.of(sum) == Place.PIECES
                && runs(x, where.pieces()).length() == sum.middle();
    }

    private void expSum(Node x, Node sum, Placement placement, List<Step<A>> into) {
        Runs runs = runs(x, where.pieces());
        List<Operand> in = operands(List.of(operand(x, 0, placement), operand(x, 1, placement)), runs);
        into.add(elementwise.expSum(in, placement.of(x), placement.of(sum), runs));
        if (sum.is(Op.SUM_BUT)) {
            Places.Rows rows = new Places.Rows(sum.middle(), runs.perPiece(), 1);
            into.add(new Places<>(kernels)
                    .leaveOut(placement.of(x), operand(sum, 1, placement), placement.of(sum), rows));
        }
    }

    private void pack(Node x, List<Step<A>> into) {
        if (x.op().isProduct() && packed.add(Memory.Right.of(x))) {
            into.add(products.pack(x, memory.of(x.in(1)), memory.packOf(x)));
        }
    }

    // ---- as a whole ----

    private Step<A> atOnce(Node x) {
        List<Ref> in = x.in().stream().map(memory::of).toList();
        Ref result = memory.of(x);
        return switch (x.op().form()) {
            case ELEMENTWISE -> elementwise(x, in, result, Pieces.ONE);
            case PRODUCT -> products.multiply(x, in.get(0), memory.packOf(x), result, Math.toIntExact(x.shape()[0]));
            default -> structural.step(x, in, result, perPiece(x, Pieces.ONE));
        };
    }

    private Step<A> elementwise(Node x, List<Ref> in, Ref result, Pieces pieces) {
        Runs runs = runs(x, pieces);
        return elementwise.step(x, operands(in, runs), result, runs, pieces.width(x));
    }

    private static Runs runs(Node x, Pieces pieces) {
        return Runs.of(pieces, x.shape(), x.in().stream().map(Node::shape).toList());
    }

    private static List<Operand> operands(List<Ref> in, Runs runs) {
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            operands.add(new Operand(in.get(i), runs.walks().get(i)));
        }
        return operands;
    }

    private static int perPiece(Node x, Pieces pieces) {
        boolean table = x.is(Op.TAKE) && x.outer() == 1;
        return (table ? x.in(1).size() : Locality.outer(x)) / pieces.count();
    }

    // ---- by pieces ----

    private Step<A> step(Node x, Placement placement, List<Partials.Total> totals) {
        if (x.is(Op.INPUT)) {
            return load(x, placement.of(x), memory.bufferOf(x));
        }
        List<Ref> in = new ArrayList<>();
        for (int i = 0; i < x.in().size(); i++) {
            in.add(operand(x, i, placement));
        }
        if (where.of(x) == Place.TOTAL) {
            totals.add(new Partials.Total(x, memory.of(x)));
            return total(x, in, totals.size() - 1);
        }
        Ref result = placement.of(x);
        Pieces pieces = where.pieces();
        return switch (x.op().form()) {
            case ELEMENTWISE -> elementwise(x, in, result, pieces);
            case PRODUCT ->
                products.multiply(
                        x, in.get(0), memory.packOf(x), result, Math.toIntExact(x.shape()[0]) / pieces.count());
            default -> structural.step(x, in, result, perPiece(x, pieces));
        };
    }

    private Step<A> total(Node x, List<Ref> in, int index) {
        int count = where.pieces().count();
        return x.op().isProduct()
                ? products.total(x, in.get(0), in.get(1), index, Products.depth(x) / count)
                : structural.total(x, in, index, x.middle() / count);
    }

    private Ref operand(Node x, int i, Placement placement) {
        Node base = x.in(i).base();
        if (!where.isByPiece(x, i)) {
            return memory.of(base);
        }
        return placement.has(base)
                ? placement.of(base)
                : new Ref(memory.of(base).slot(), where.pieces().width(base));
    }

    private Step<A> load(Node x, Ref to, int buffer) {
        int width = where.pieces().width(x);
        return f ->
                kernels.read(f.buffer(buffer), f.bufferAt(buffer, width), f.array(to), f.at(to), f.pieces() * width);
    }

    private Step<A> store(Node x, Ref from, int buffer) {
        int width = where.pieces().width(x);
        return f -> kernels.write(
                f.array(from), f.at(from), f.buffer(buffer), f.bufferAt(buffer, width), f.pieces() * width);
    }
}
