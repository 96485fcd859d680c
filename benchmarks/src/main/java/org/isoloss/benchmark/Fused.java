/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.List;
import org.isoloss.Batch;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.fused.Span;

/** Value and gradients by this library, from arrays on the heap into arrays that are reused. */
final class Fused {

    private Fused() {}

    static Runnable prepare(Case c) {
        return call(new FusedEvaluator(), c);
    }

    /** A program made and thrown away at each call: of one row and of two, by an evaluator that keeps one. */
    static Runnable compile(Case c) {
        FusedEvaluator forgetful = new FusedEvaluator(1, 1, 100_000);
        Runnable one = call(forgetful, c.withRows(1));
        Runnable two = call(forgetful, c.withRows(2));
        return new Runnable() {
            private boolean odd;

            @Override
            public void run() {
                odd = !odd;
                (odd ? one : two).run();
            }
        };
    }

    private static Runnable call(FusedEvaluator evaluator, Case c) {
        List<Given> given = c.given();
        Batch<Span> batch = Batch.of(given.stream().map(Given::span).toList());
        List<Span> gradients = given.stream()
                .filter(Given::differentiable)
                .map(x -> Span.of(new float[x.floats().length], x.shape()))
                .toList();
        Span value = Span.of(new float[1]);
        return () -> evaluator.valueAndGradients(c.loss(), batch, value, gradients);
    }
}
