/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Euclidean norms of the gradients of one step.
 *
 * @param norm over all parameters
 * @param first of the layer next to the input
 * @param last of the layer next to the loss
 * @since 0.1
 */
public record Gradients(double norm, double first, double last) {

    /**
     * Of the squared norms of parameters in the order of their layers. Parameters belong to one layer whose names agree up to the
     * last {@code _}, such as {@code 0_W} and {@code 0_b}.
     */
    public static Gradients of(Map<String, Double> squares) {
        if (squares.isEmpty()) {
            return new Gradients(0, 0, 0);
        }
        Map<String, Double> layers = new LinkedHashMap<>();
        squares.forEach((name, square) ->
                layers.merge(name.substring(0, Math.max(0, name.lastIndexOf('_'))), square, Double::sum));
        List<Double> inOrder = List.copyOf(layers.values());
        double all = inOrder.stream().mapToDouble(Double::doubleValue).sum();
        return new Gradients(Math.sqrt(all), Math.sqrt(inOrder.get(0)), Math.sqrt(inOrder.get(inOrder.size() - 1)));
    }

    /** How much of it arrives at the other end: first / last. Infinite or NaN where the last is 0. */
    public double arriving() {
        return first / last;
    }
}
