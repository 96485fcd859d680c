/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.benchmark;

import java.util.ArrayList;
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
        List<Span> inputs = new ArrayList<>();
        List<Span> gradients = new ArrayList<>();
        for (int i = 0; i < c.inputs(); i++) {
            float[] x = c.input(i);
            inputs.add(Span.of(x, c.rows(), c.columns()));
            if (c.loss().signature().ports().get(i).differentiable()) {
                gradients.add(Span.of(new float[x.length], c.rows(), c.columns()));
            }
        }
        if (c.labelled()) {
            inputs.add(Span.of(c.labels(), c.rows()));
        }
        Batch<Span> batch = Batch.of(inputs);
        Span value = Span.of(new float[1]);
        return () -> evaluator.valueAndGradients(c.loss(), batch, value, gradients);
    }
}
