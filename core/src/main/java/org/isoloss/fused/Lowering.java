/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.isoloss.fused.kernel.Kernels;

/**
 * Turns a schedule into a program: gives memory to what exists as a whole, and a step to each node.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Lowering<A> {

    private final Kernels<A> kernels;
    private final Locality where;
    private final List<Node> order;
    private final List<Scheduler.Stage> schedule;
    private final Set<Node> kept;
    private final List<Program.Slot<A>> shared = new ArrayList<>();
    private final Map<Node, Ref> whole = new HashMap<>();
    private final Map<Node, Integer> loaded = new HashMap<>();
    private final Map<Node, Integer> stored = new HashMap<>();

    private Lowering(Kernels<A> kernels, Locality where, List<Node> order, List<Node> outputs) {
        this.kernels = kernels;
        this.where = where;
        this.order = order;
        this.kept = new HashSet<>();
        this.schedule = Scheduler.schedule(where, order, outputs, kept);
    }

    /**
     * @param batch the inputs that have rows
     * @param inputs in the order of recording, with their access
     * @param outputs in order
     */
    static <A> Program<A> lower(
            Kernels<A> kernels,
            Host host,
            Pieces pieces,
            Locality.Batched batch,
            Map<Node, Access> inputs,
            List<Output> outputs) {
        List<Node> results = outputs.stream().map(Output::node).toList();
        List<Node> order = Scheduler.live(results);
        Locality where = new Locality(pieces, order, batch);
        Program.Times times = new Program.Times(Cost.ofProgram(order, kernels.isVector()), Cost.of(host, order));
        return new Lowering<>(kernels, where, order, results).program(inputs, outputs, times);
    }

    /** A result and where it goes. */
    record Output(Node node, Access access) {}

    private Program<A> program(Map<Node, Access> inputs, List<Output> outputs, Program.Times times) {
        Set<Node> needed = neededWhole();
        List<Program.Io> in = new ArrayList<>();
        inputs.forEach((x, access) -> in.add(input(x, access, needed)));
        List<Program.Io> out = new ArrayList<>();
        Map<Node, Integer> first = new HashMap<>();
        needed.addAll(repeated(outputs));
        for (Output o : outputs) {
            Integer same = first.putIfAbsent(o.node(), out.size());
            out.add(same == null ? output(o, needed) : duplicate(o, same));
        }
        for (Node x : order) {
            if (x.isConstant()) {
                whole.put(x, constant(x));
            } else if (!x.is(Op.INPUT) && !stored.containsKey(x) && (kept.contains(x) || where.of(x) != Place.PIECES)) {
                whole.computeIfAbsent(x, this::own);
            }
        }
        Map<Memory.Right, Ref> packs = packs();
        StageLowering<A> lowering =
                new StageLowering<>(kernels, where, new Memory(whole, loaded, stored, packs, shared.size()));
        List<Program.Stage<A>> stages = schedule.stream().map(lowering::stage).toList();
        int scratch = stages.stream().mapToInt(s -> s.scratch().size()).max().orElse(0);
        return new Program<>(kernels, in, out, List.copyOf(shared), scratch, stages, times);
    }

    private Map<Memory.Right, Ref> packs() {
        Products<A> products = new Products<>(kernels);
        Map<Memory.Right, Ref> packs = new HashMap<>();
        for (Node x : order) {
            if (x.op().isProduct() && where.of(x) != Place.TOTAL) {
                packs.computeIfAbsent(Memory.Right.of(x), r -> new Ref(slot(products.packedLength(x)), 0));
            }
        }
        return packs;
    }

    /** What is read otherwise than by rows, in the stage that makes it. */
    private Set<Node> neededWhole() {
        Set<Node> needed = new HashSet<>();
        for (Scheduler.Stage stage : schedule) {
            stage.before().forEach(x -> x.in().forEach(i -> needed.add(i.base())));
            Set<Node> here = new HashSet<>(stage.pieces());
            for (Node x : stage.pieces()) {
                for (int i = 0; i < x.in().size(); i++) {
                    Node operand = x.in(i).base();
                    boolean local = where.isByPiece(x, i) && (here.contains(operand) || operand.is(Op.INPUT));
                    if (!local) {
                        needed.add(operand);
                    }
                }
            }
        }
        return needed;
    }

    private Program.Io input(Node x, Access access, Set<Node> needed) {
        if (access == Access.BUFFER && !needed.contains(x) && order.contains(x)) {
            int slot = slot(0);
            loaded.put(x, slot);
            return new Program.Io(slot, x.size(), Access.BUFFER, -1);
        }
        int slot = slot(access == Access.ARRAY ? 0 : x.size());
        whole.put(x, new Ref(slot, 0));
        return new Program.Io(slot, x.size(), access == Access.ARRAY ? access : Access.CONVERTED, -1);
    }

    private Program.Io output(Output o, Set<Node> needed) {
        Node x = o.node();
        if (o.access() == Access.BUFFER && where.of(x) == Place.PIECES && !needed.contains(x)) {
            int slot = slot(0);
            stored.put(x, slot);
            return new Program.Io(slot, x.size(), Access.BUFFER, -1);
        }
        int slot = slot(o.access() == Access.ARRAY ? 0 : x.size());
        whole.put(x, new Ref(slot, 0));
        return new Program.Io(slot, x.size(), o.access() == Access.ARRAY ? Access.ARRAY : Access.CONVERTED, -1);
    }

    private static Set<Node> repeated(List<Output> outputs) {
        Set<Node> seen = new HashSet<>();
        return outputs.stream().map(Output::node).filter(x -> !seen.add(x)).collect(Collectors.toSet());
    }

    private Program.Io duplicate(Output o, int first) {
        return new Program.Io(slot(0), o.node().size(), o.access(), first);
    }

    private int slot(int own) {
        shared.add(new Program.Slot<>(own, List.of()));
        return shared.size() - 1;
    }

    private Ref own(Node x) {
        return new Ref(slot(x.size()), 0);
    }

    private Ref constant(Node x) {
        A array = kernels.allocate(x.size());
        for (int i = 0; i < x.size(); i++) {
            kernels.set(array, i, x.data()[i]);
        }
        shared.add(new Program.Slot<>(0, List.of(array)));
        return new Ref(shared.size() - 1, 0);
    }
}
