/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.List;
import org.isoloss.Batch;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.fused.Span;

/** Value and gradients by this library, from arrays on the heap into arrays that are reused. */
final class Fused {

    private Fused() {}

    /** What the just-in-time compiler counts are calls, of which a large case makes few in the seconds of a warm-up. */
    private static final int CALLS = 3_000;

    private static final int FEW_ROWS = 16;

    static Runnable prepare(Case c) {
        FusedEvaluator evaluator = new FusedEvaluator();
        Runnable few = call(evaluator, c.withRows(Math.min(FEW_ROWS, c.rows())));
        for (int i = 0; i < CALLS; i++) {
            few.run();
        }
        return call(evaluator, c);
    }

    /** A program made and thrown away at each call: of one row and of two, by an evaluator that keeps one. */
    static Runnable compile(Case c) {
        FusedEvaluator forgetful = new FusedEvaluator(1, 1, 200_000);
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
