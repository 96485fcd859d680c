/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A fault of training, how it shows, and what to do about it.
 *
 * @param name what the fault is, in camel case
 * @param symptom what was seen, with a place for the figure that tells it
 * @param cause what is behind it most of the time
 * @param remedies what to try, in this order
 * @param test the figure if the fault shows, else nothing
 * @since 0.1
 */
public record Rule(
        String name, String symptom, String cause, List<String> remedies, Function<History, OptionalDouble> test) {

    public Rule {
        remedies = List.copyOf(remedies);
    }

    /** All of it in a line: what was seen, what is behind it, what to try. */
    String sentence(double figure) {
        return "%s. %s. Try, in this order: %s."
                .formatted(String.format(Locale.ROOT, symptom, figure), cause, String.join("; ", remedies));
    }
}
