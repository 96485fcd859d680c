/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An operation that made a number which is not finite out of finite ones.
 *
 * @param operation as the vocabulary calls it
 * @param operands what it was applied to at that element; empty for operations along an axis
 * @param result NaN or an infinity
 * @param position where in the result
 * @param derivativeOf the operation whose derivative it belongs to; empty if it belongs to the value
 * @param source the file and line where the author asked for it
 */
public record Fault(
        String operation,
        List<Double> operands,
        double result,
        List<Long> position,
        Optional<String> derivativeOf,
        Optional<String> source) {

    public Fault {
        operands = List.copyOf(operands);
        position = List.copyOf(position);
    }

    static List<Long> position(long... at) {
        return Arrays.stream(at).boxed().toList();
    }

    @Override
    public String toString() {
        String of = operands.stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return derivativeOf.map(d -> "in the derivative of " + d + ", ").orElse("")
                + operation
                + (of.isEmpty() ? "" : " of " + of)
                + " gave %s at %s".formatted(result, position)
                + source.map(s -> " (" + s + ")").orElse("");
    }
}
