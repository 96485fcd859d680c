/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.List;
import java.util.Set;

/**
 * One input of a loss.
 *
 * @param name its name in messages
 * @param domain what its numbers mean
 * @param differentiable whether it is a prediction, which has a gradient, or a target, which has none
 * @param dims its dimensions by name, in order; equal names have equal sizes. {@code N} counts the rows of a batch,
 *     {@code C} the classes; {@code *} is any number of further dimensions, which become rows. Without dimensions it is a
 *     scalar.
 */
public record Port(String name, Domain domain, boolean differentiable, List<String> dims) {

    static final String ROWS = "N";
    static final String CLASSES = "C";
    static final String REST = "*";

    public Port {
        dims = List.copyOf(dims);
        if (Set.copyOf(dims).size() != dims.size() || (dims.contains(REST) && !dims.contains(ROWS))) {
            throw new IllegalArgumentException(
                    "'%s' must have distinct dimensions, and '*' only beside N, got %s".formatted(name, dims));
        }
    }

    /** What a network gives: {@code dims} such as {@code "N C"}, separated by blanks. */
    public static Port prediction(String name, Domain domain, String dims) {
        return new Port(name, domain, true, split(dims));
    }

    /** What it should give. */
    public static Port target(String name, Domain domain, String dims) {
        return new Port(name, domain, false, split(dims));
    }

    private static List<String> split(String dims) {
        return dims.isBlank() ? List.of() : List.of(dims.trim().split(" +"));
    }
}
