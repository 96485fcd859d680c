/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A value that remembers how its gradient flows back to what it was made of. */
public final class Traced<T> {

    /** One way back: to an input, through the derivative with respect to it. */
    record Edge<T>(Traced<T> input, UnaryOperator<T> pullback) {}

    private final T value;
    private final boolean variable;
    private final List<Edge<T>> edges = new ArrayList<>(2);
    private @Nullable T gradient;
    private boolean gradientIsOurs;

    Traced(T value, boolean variable) {
        this.value = value;
        this.variable = variable;
    }

    public T value() {
        return value;
    }

    /** Whether it depends on a variable. */
    boolean tracked() {
        return variable || !edges.isEmpty();
    }

    void edge(Traced<T> input, UnaryOperator<T> pullback) {
        edges.add(new Edge<>(input, pullback));
    }

    List<Edge<T>> edges() {
        return edges;
    }

    /** Adds to the gradient; only an array that was made here, by an earlier addition, may be written into. */
    void accumulate(TensorOps<T> ops, T g) {
        T summand = ops.sumTo(g, ops.shape(value));
        if (gradient == null) {
            gradient = summand;
        } else if (gradientIsOurs) {
            gradient = ops.addTo(gradient, summand);
        } else {
            gradient = ops.add(gradient, summand);
            gradientIsOurs = true;
        }
    }

    /** The gradient so far, which is then forgotten; null if none has arrived. */
    @Nullable
    T takeGradient() {
        T g = gradient;
        gradient = null;
        gradientIsOurs = false;
        return g;
    }
}
