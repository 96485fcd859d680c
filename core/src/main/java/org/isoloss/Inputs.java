/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.Tensor;
import org.isoloss.tensor.TensorOps;

/**
 * The tensors of one evaluation, looked up by port. They have come through the door: targets are in the kind of their domain,
 * further dimensions are merged into rows with the classes last, and masked rows hold neutral values.
 */
public final class Inputs {

    private final Loss loss;
    private final Binding binding;
    private final List<Tensor> tensors;
    private final Optional<Tensor> kept;
    private final Optional<Tensor> weights;
    private final boolean sampled;
    private final OptionalDouble normaliser;

    private <T> Inputs(Loss loss, TensorOps<T> ops, Batch<T> batch, Binding binding) {
        List<Port> ports = loss.signature().ports();
        this.loss = loss;
        this.binding = binding;
        this.normaliser = batch.normaliser();
        List<Tensor> raw = batch.inputs().stream().map(x -> Tensor.of(ops, x)).toList();
        Tensor like = raw.get(ports.indexOf(loss.signature().predictions().get(0)));
        Optional<Tensor> mask = batch.mask().map(m -> perRow("mask", Tensor.of(ops, m)));
        Optional<Tensor> sample = batch.sampleWeights()
                .map(w -> perRow("sampleWeights", Tensor.of(ops, w)).toFloat(like));
        this.kept =
                mask.map(m -> m.kind() == Kind.INDICATOR ? m : m.isEqualTo(0).not());
        this.weights = either(mask.filter(m -> m.kind() == Kind.FLOAT).map(m -> m.toFloat(like)), sample);
        this.sampled = sample.isPresent();
        this.tensors = IntStream.range(0, ports.size())
                .mapToObj(i -> throughTheDoor(ports.get(i), raw.get(i), like))
                .toList();
    }

    static <T> Inputs of(Loss loss, TensorOps<T> ops, Batch<T> batch, Binding binding) {
        return new Inputs(loss, ops, batch, binding);
    }

    private static Optional<Tensor> either(Optional<Tensor> a, Optional<Tensor> b) {
        return a.isPresent() && b.isPresent() ? Optional.of(a.get().times(b.get())) : a.or(() -> b);
    }

    private Tensor throughTheDoor(Port port, Tensor given, Tensor like) {
        Tensor x = port.differentiable()
                ? given
                : port.domain().kind() == Kind.INDEX ? given.toIndex() : given.toFloat(like);
        Tensor flat = flatten(port, x);
        if (kept.isEmpty() || !port.dims().contains(Port.ROWS)) {
            return flat;
        }
        long[] column = new long[flat.rank()];
        Arrays.fill(column, 1);
        column[0] = flat.size(0);
        return flat.where(kept.get().reshape(column), port.domain().neutral(flat.size(-1)));
    }

    private Tensor flatten(Port port, Tensor x) {
        if (binding.movesClasses(port)) {
            long[] shape = x.shape();
            x = x.reshape(shape[0], shape[1], Shapes.size(shape) / Math.max(1, shape[0] * shape[1]))
                    .transpose();
        }
        long[] flat = binding.flat(port);
        return Arrays.equals(flat, x.shape()) ? x : x.reshape(flat);
    }

    /** {@code x}, given for a prefix of the rows' dimensions, for each row. */
    private Tensor perRow(String name, Tensor x) {
        long[] rows = binding.rowShape();
        long[] given = x.shape();
        long[] column = new long[rows.length];
        Arrays.fill(column, 1);
        for (int d = 0; d < given.length; d++) {
            if (d < rows.length ? given[d] != rows[d] && (d == 0 || given[d] != 1) : given[d] != 1) {
                throw new IllegalArgumentException("%s: '%s' must be [N] or lead %s, the rows, got %s"
                        .formatted(loss.name(), name, Arrays.toString(rows), Arrays.toString(given)));
            }
            if (d < rows.length) {
                column[d] = given[d];
            }
        }
        return x.reshape(column).broadcastTo(rows).reshape(Shapes.size(rows));
    }

    /** The tensor of a port. */
    public Tensor get(Port port) {
        return tensors.get(loss.signature().ports().indexOf(port));
    }

    /** The class labels of a port, of which those equal to one of {@code ignored} take no part. */
    public Labels labels(Port port, List<Integer> ignored) {
        return Labels.of(get(port), ignored);
    }

    /** Which rows a mask has left, {@code [rows]}; empty if all. For losses whose rows know each other. */
    public Optional<Tensor> kept() {
        return kept;
    }

    /** Which pairs of rows a mask has left, {@code [rows, rows]}. */
    public Optional<Tensor> keptPairs() {
        return kept.map(k -> k.asColumn().and(k));
    }

    /** {@code part}, which sees these inputs by its own ports, reduced as it says: for losses made of losses. */
    public Tensor reduce(Loss part) {
        Terms terms = terms(part);
        return part.reduction().apply(terms, normaliser);
    }

    /** The terms of {@code part} after the mask and the sample weights. */
    public Terms terms(Loss part) {
        Terms terms = part.terms(this);
        return switch (part.signature().rows()) {
            case SEPARATE, COUPLED ->
                terms.keep(kept.map(k -> perTerm(k, terms))).scaledBy(weights.map(w -> perTerm(w, terms)));
            case POOLED -> {
                if (sampled) {
                    throw new UnsupportedOperationException(
                            "%s: sample weights need a term for each row, but its rows are pooled"
                                    .formatted(part.name()));
                }
                yield terms;
            }
            case COMPOSED -> terms;
        };
    }

    private static Tensor perTerm(Tensor perRow, Terms terms) {
        long[] column = new long[terms.values().rank()];
        Arrays.fill(column, 1);
        column[0] = perRow.size(0);
        return perRow.reshape(column).broadcastTo(terms.values().shape());
    }

    /** The terms of the whole loss, shaped {@code [N]} with the further dimensions where they belong to rows. */
    Tensor unreduced() {
        Tensor values = terms(loss).values();
        long[] rows = binding.rowShape();
        if (rows.length == 1 || loss.signature().rows() == Rows.POOLED) {
            return values;
        }
        long[] shape = values.shape();
        return values.reshape(
                LongStream.concat(Arrays.stream(rows), Arrays.stream(shape).skip(1))
                        .toArray());
    }

    /** The terms of the whole loss above what they count for, {@code [2, terms]}. */
    Tensor counted() {
        Terms terms = terms(loss);
        Tensor values = terms.values();
        Tensor counts = terms.counts().orElseGet(() -> values.fill(1, values.shape()));
        long[] row = {1, Shapes.size(values.shape())};
        return Tensor.concat(List.of(values.reshape(row), counts.reshape(row)), 0);
    }

    List<Tensor> tensors() {
        return tensors;
    }
}
