/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What one evaluation is given beside the loss.
 *
 * @param inputs one array for each port of the signature, in order
 * @param mask which rows count: 0 drops a row, 1 keeps it, a fraction keeps and weighs it; {@code [N]} or {@code [N]} with
 *     leading further dimensions, such as {@code [N, T]}. FLOAT, INDEX or INDICATOR
 * @param sampleWeights what each row counts for; shaped like a mask
 * @param normaliser what a mean divides by, instead of the sum of the weights: for batches that are parts of a larger one
 * @param classAxis where inputs with further dimensions have their classes
 */
public record Batch<T>(
        List<T> inputs, Optional<T> mask, Optional<T> sampleWeights, OptionalDouble normaliser, ClassAxis classAxis) {

    public Batch {
        inputs = List.copyOf(inputs);
        normaliser.ifPresent(n -> Check.above("normaliser", n, 0));
    }

    public static <T> Batch<T> of(List<T> inputs) {
        return new Batch<>(inputs, Optional.empty(), Optional.empty(), OptionalDouble.empty(), ClassAxis.FIRST);
    }

    public Batch<T> withMask(T mask) {
        return new Batch<>(inputs, Optional.of(mask), sampleWeights, normaliser, classAxis);
    }

    public Batch<T> withSampleWeights(T weights) {
        return new Batch<>(inputs, mask, Optional.of(weights), normaliser, classAxis);
    }

    public Batch<T> withNormaliser(double normaliser) {
        return new Batch<>(inputs, mask, sampleWeights, OptionalDouble.of(normaliser), classAxis);
    }

    public Batch<T> withClassAxis(ClassAxis classAxis) {
        return new Batch<>(inputs, mask, sampleWeights, normaliser, classAxis);
    }

    public Batch<T> withInputs(List<T> inputs) {
        return with(inputs, x -> x);
    }

    /** The same batch in another backend's arrays. */
    public <U> Batch<U> map(Function<? super T, ? extends U> there) {
        List<U> others = new ArrayList<>(inputs.size());
        for (T x : inputs) {
            others.add(there.apply(x));
        }
        return with(others, there);
    }

    /** All that it holds: inputs, then mask and sample weights. */
    public List<T> arrays() {
        List<T> all = new ArrayList<>(inputs.size() + 2);
        all.addAll(inputs);
        mask.ifPresent(all::add);
        sampleWeights.ifPresent(all::add);
        return Collections.unmodifiableList(all);
    }

    /** The inputs of which {@code loss} has gradients. */
    public List<T> predictions(Loss loss) {
        return predictions(loss.signature());
    }

    /** The inputs of which a loss with this signature has gradients. */
    public List<T> predictions(Signature signature) {
        List<Port> ports = signature.ports();
        List<T> some = new ArrayList<>(inputs.size());
        for (int i = 0; i < Math.min(inputs.size(), ports.size()); i++) {
            if (ports.get(i).differentiable()) {
                some.add(inputs.get(i));
            }
        }
        return Collections.unmodifiableList(some);
    }

    /** The same batch with other inputs; mask and weights in the other backend's arrays. */
    public <U> Batch<U> with(List<U> others, Function<? super T, ? extends U> constant) {
        return new Batch<>(others, mask.<U>map(constant), sampleWeights.<U>map(constant), normaliser, classAxis);
    }
}
