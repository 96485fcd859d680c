/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation, and the key of its program: calls are equal if one program serves both. Losses are compared last and by
 * identity first, and never hashed, since they may hold a weight for each of many classes.
 */
final class Call {

    private final Loss loss;
    private final Batch<Span> batch;
    private final Request request;
    private final List<Span> outputs;
    private final boolean doubles;
    private final int hash;

    Call(Loss loss, Batch<Span> batch, Request request, List<Span> outputs, boolean doubles) {
        this.loss = loss;
        this.batch = batch;
        this.request = request;
        this.outputs = outputs;
        this.doubles = doubles;
        int h = 31 * loss.getClass().hashCode() + request.hashCode();
        for (int i = 0; i < batch.inputs().size(); i++) {
            h = 31 * h + batch.inputs().get(i).shapeHash();
        }
        this.hash = h;
    }

    Loss loss() {
        return loss;
    }

    Batch<Span> batch() {
        return batch;
    }

    Request request() {
        return request;
    }

    List<Span> outputs() {
        return outputs;
    }

    boolean doubles() {
        return doubles;
    }

    /** All arrays that go in: the ports', then mask and sample weights. */
    List<Span> inputs() {
        List<Span> all = new ArrayList<>(batch.inputs());
        batch.mask().ifPresent(all::add);
        batch.sampleWeights().ifPresent(all::add);
        return all;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Call c
                && hash == c.hash
                && request == c.request
                && doubles == c.doubles
                && batch.classAxis() == c.batch.classAxis()
                && batch.normaliser().equals(c.batch.normaliser())
                && areAlike(batch.inputs(), c.batch.inputs())
                && areAlike(outputs, c.outputs)
                && areAlike(batch.mask(), c.batch.mask())
                && areAlike(batch.sampleWeights(), c.batch.sampleWeights())
                && isSameLoss(c.loss);
    }

    @SuppressWarnings("ReferenceEquality") // equal losses are equal; the same one need not be looked at
    private boolean isSameLoss(Loss other) {
        return loss == other || loss.equals(other);
    }

    private boolean areAlike(Optional<Span> a, Optional<Span> b) {
        return a.isPresent() ? b.isPresent() && areAlike(a.get(), b.get()) : b.isEmpty();
    }

    private boolean areAlike(List<Span> a, List<Span> b) {
        for (int i = 0; i < a.size() && a.size() == b.size(); i++) {
            if (!areAlike(a.get(i), b.get(i))) {
                return false;
            }
        }
        return a.size() == b.size();
    }

    private boolean areAlike(Span a, Span b) {
        return a.kind() == b.kind() && a.hasShapeOf(b) && a.access(doubles) == b.access(doubles);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The same call without what is in its arrays, to be kept. */
    Call withoutArrays() {
        return new Call(
                loss,
                new Batch<>(
                        batch.inputs().stream().map(Span::withoutArray).toList(),
                        batch.mask().map(Span::withoutArray),
                        batch.sampleWeights().map(Span::withoutArray),
                        batch.normaliser(),
                        batch.classAxis()),
                request,
                outputs.stream().map(Span::withoutArray).toList(),
                doubles);
    }
}
