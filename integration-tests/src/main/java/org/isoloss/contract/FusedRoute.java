/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.ValueAndGradients;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.fused.Span;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;

/**
 * A loss as a fused program, for which nothing stands in: what it can't run is an error.
 *
 * @param evaluator runs the programs
 * @param memory where inputs and outputs are
 */
record FusedRoute(FusedEvaluator evaluator, SpanOfHost.Memory memory) implements Route {

    private static final FusedEvaluator SHARED = new FusedEvaluator();

    FusedRoute(SpanOfHost.Memory memory) {
        this(SHARED, memory);
    }

    @Override
    public String name() {
        return "fused " + memory;
    }

    @Override
    public Role role() {
        return Role.BACKEND;
    }

    @Override
    public String framework() {
        return "fused";
    }

    @Override
    public double tolerance() {
        return Tolerances.of(memory.doubles() ? Math.ulp(1.0) : Math.ulp(1f));
    }

    @Override
    public boolean takes(Loss loss, Batch<HostTensor> batch) {
        return true;
    }

    @Override
    public Outcome evaluate(Loss loss, Batch<HostTensor> batch) {
        ValueAndGradients<HostTensor> like = new Evaluator<>(new HostOps()).valueAndGradients(loss, batch);
        return evaluate(loss, batch, like.value(), like.gradients());
    }

    /** The outcome, in the shapes of {@code value} and {@code gradients}. */
    Outcome evaluate(Loss loss, Batch<HostTensor> batch, HostTensor value, List<HostTensor> gradients) {
        List<SpanOfHost> inputs =
                batch.inputs().stream().map(x -> SpanOfHost.of(x, memory)).toList();
        SpanOfHost result = SpanOfHost.room(memory, value.shape());
        List<SpanOfHost> slopes =
                gradients.stream().map(g -> SpanOfHost.room(memory, g.shape())).toList();
        Batch<Span> there = new Batch<>(
                inputs.stream().map(SpanOfHost::span).toList(),
                batch.mask().map(m -> SpanOfHost.of(m, memory).span()),
                batch.sampleWeights().map(w -> SpanOfHost.of(w, memory).span()),
                batch.normaliser(),
                batch.classAxis());
        evaluator.valueAndGradients(
                loss,
                there,
                result.span(),
                slopes.stream().map(SpanOfHost::span).toList());
        return new Outcome(
                result.toHost(),
                slopes.stream().map(SpanOfHost::toHost).toList(),
                inputs.stream().map(SpanOfHost::toHost).toList());
    }
}
