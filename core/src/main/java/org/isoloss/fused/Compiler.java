/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Port;
import org.isoloss.ValueAndGradients;
import org.isoloss.fused.kernel.Kernels;

/** Records a loss for the shapes of a call, and makes a program of it. */
final class Compiler {

    private final Call call;
    private final Recorder recorder = new Recorder();
    private final List<Node> inputs = new ArrayList<>();

    private Compiler(Call call) {
        this.call = call;
        requireOneType(call.loss().signature().ports());
        for (Span x : call.inputs()) {
            inputs.add(recorder.input(inputs.size(), x.kind(), x.shape()));
        }
    }

    private void requireOneType(List<Port> ports) {
        for (int i = 0; i < Math.min(ports.size(), call.batch().inputs().size()); i++) {
            Span x = call.batch().inputs().get(i);
            if (!ports.get(i).differentiable() || x.access(call.doubles()) != Access.CONVERTED) {
                continue;
            }
            String who = call.loss().name();
            throw new IllegalArgumentException(
                    x.isFloat() || x.isDouble()
                            ? "%s: predictions must be of one type, got float32 and float64".formatted(who)
                            : "%s: '%s' must be float32 or float64, got %s"
                                    .formatted(who, ports.get(i).name(), x));
        }
    }

    static <A> Program<A> compile(Kernels<A> kernels, Host host, Call call) {
        return new Compiler(call).program(kernels, host);
    }

    private <A> Program<A> program(Kernels<A> kernels, Host host) {
        List<Node> results = results();
        if (results.size() != call.outputs().size()) {
            throw new IllegalArgumentException("%s has %d outputs but was given room for %d"
                    .formatted(
                            call.loss().name(), results.size(), call.outputs().size()));
        }
        List<Lowering.Output> outputs = new ArrayList<>();
        Pieces pieces = pieces();
        List<Node> computed = recorder.outputs(results, pieces);
        for (int i = 0; i < results.size(); i++) {
            Span to = call.outputs().get(i);
            require(results.get(i), to);
            outputs.add(new Lowering.Output(computed.get(i), to.access(call.doubles())));
        }
        Map<Node, Access> access = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            access.put(inputs.get(i), call.inputs().get(i).access(call.doubles()));
        }
        return Lowering.lower(kernels, host, pieces, batched(pieces), access, outputs);
    }

    private void require(Node result, Span to) {
        if (!to.hasShape(result.shape())) {
            throw new IllegalArgumentException("%s: an output must be %s, got %s"
                    .formatted(call.loss().name(), Arrays.toString(result.shape()), Arrays.toString(to.shape())));
        }
    }

    private List<Node> results() {
        Batch<Span> given = call.batch();
        int ports = given.inputs().size();
        Optional<Node> mask = given.mask().map(m -> inputs.get(ports));
        Optional<Node> weights = given.sampleWeights().map(w -> inputs.get(inputs.size() - 1));
        Batch<Node> batch = new Batch<>(inputs.subList(0, ports), mask, weights, given.normaliser(), given.classAxis());
        Evaluator<Node> evaluator = new Evaluator<>(recorder);
        return switch (call.request()) {
            case VALUE -> List.of(evaluator.value(call.loss(), batch));
            case TERMS -> List.of(evaluator.terms(call.loss(), batch));
            case VALUE_AND_GRADIENTS -> {
                ValueAndGradients<Node> both = evaluator.valueAndGradients(call.loss(), batch);
                List<Node> all = new ArrayList<>(List.of(both.value()));
                all.addAll(both.gradients());
                yield all;
            }
        };
    }

    private Pieces pieces() {
        List<long[]> shapes = inputs.stream().map(Node::shape).toList();
        return new Pieces(Math.max(
                1,
                BatchRows.count(
                        call.loss().signature().ports(), shapes, call.batch().classAxis())));
    }

    private Locality.Batched batched(Pieces pieces) {
        List<Port> ports = call.loss().signature().ports();
        Set<Node> rowed = new HashSet<>();
        Set<Node> uncut = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            Node x = inputs.get(i);
            boolean cut = i >= ports.size()
                    || BatchRows.isCut(ports.get(i), call.batch().classAxis(), x.rank());
            if (i >= ports.size() || BatchRows.hasRows(ports.get(i))) {
                (cut && pieces.areSubArrays(x.shape()) ? rowed : uncut).add(x);
            }
        }
        return new Locality.Batched(rowed, uncut);
    }
}
