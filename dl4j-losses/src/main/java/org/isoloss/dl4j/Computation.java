/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.isoloss.Batch;
import org.isoloss.Counters;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.Signature;
import org.isoloss.ValueAndGradients;
import org.isoloss.fused.FusedEvaluator;
import org.isoloss.fused.Host;
import org.isoloss.fused.Route;
import org.isoloss.fused.Span;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Both ways in which a loss is computed on ND4J's arrays. Any number of threads may share it.
 *
 * @param route chooses between them
 */
record Computation(Route<View, INDArray> route) {

    private static final Set<DataType> NARROW = EnumSet.of(DataType.FLOAT16, DataType.BFLOAT16);

    /** A number, and an array for each gradient in the predictions' type. */
    record Result(double value, List<INDArray> gradients) {}

    /** What is computed with: half precision overflows at 65504, a sum over a batch soon, and bfloat16 has three digits. */
    static INDArray wide(INDArray x) {
        return NARROW.contains(x.dataType()) ? x.castTo(DataType.FLOAT) : x;
    }

    static Computation configured() {
        return new Computation(Route.configured(
                new Evaluator<>(new Nd4jOps()),
                new FusedEvaluator(Host.ND4J),
                NativeMemory::obstacle,
                NativeMemory::span));
    }

    Computation by(Execution other) {
        return new Computation(route.by(other));
    }

    Computation checked(Consumer<Counters> watcher) {
        return new Computation(route.checked(watcher));
    }

    double value(Loss loss, Batch<View> batch) {
        return route.choose(
                loss,
                batch,
                () -> route.value(loss, batch),
                () -> number(route.natively().value(loss, batch.map(View::reshaped))));
    }

    Result valueAndGradients(Loss loss, Signature signature, Batch<View> batch) {
        return route.choose(loss, batch, () -> byProgram(loss, signature, batch), () -> {
            ValueAndGradients<INDArray> both = route.natively().valueAndGradients(loss, batch.map(View::reshaped));
            return new Result(number(both.value()), both.gradients());
        });
    }

    /** Gradients in the predictions' type, in the workspace that is open. */
    private Result byProgram(Loss loss, Signature signature, Batch<View> batch) {
        List<INDArray> gradients = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (View x : batch.predictions(signature)) {
            INDArray like = x.array();
            INDArray gradient = Nd4j.createUninitialized(like.dataType(), like.shape(), 'c');
            gradients.add(gradient);
            spans.add(NativeMemory.span(View.of(gradient).in(x.shape())));
        }
        return new Result(route.valueAndGradients(loss, batch, spans), gradients);
    }

    String explain(Loss loss, Signature signature, Batch<View> batch) {
        return route.explain(loss, batch, () -> byProgram(loss, signature, batch));
    }

    /** By ND4J's operations: scores of single examples are asked for once, not in every step. */
    INDArray terms(Loss loss, Batch<View> batch) {
        return route.natively().terms(loss, batch.map(View::reshaped));
    }

    private static double number(INDArray value) {
        return new Nd4jOps().toHost(value)[0];
    }
}
