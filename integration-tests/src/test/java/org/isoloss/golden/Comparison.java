/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.contract.Outcome;
import org.isoloss.host.HostTensor;

/**
 * A golden case beside what came out here.
 *
 * @param golden what the source was given and gave
 * @param mapped the same in our words
 * @param outcome what we gave
 */
record Comparison(GoldenCase golden, Mapped mapped, Outcome outcome) {

    /** The value, and each gradient that the source recorded. */
    Stream<Beside> arrays() {
        GoldenCase.Expected expected = golden.expected().orElseThrow();
        Map<String, HostTensor> gradients = expected.gradients();
        return Stream.concat(
                Stream.of(new Beside("value", -1, expected.value(), outcome.value(), golden.sensitivity())),
                IntStream.range(0, mapped.inputs().size()).boxed().flatMap(i -> {
                    String input = mapped.inputs().get(i);
                    return Stream.ofNullable(gradients.get(input))
                            .map(e -> new Beside(
                                    "gradient of " + input,
                                    i,
                                    e,
                                    outcome.gradients().get(i),
                                    golden.sensitivity()));
                }));
    }

    /** A sentence about the first difference. */
    Optional<String> difference() {
        return arrays().flatMap(a -> a.difference().stream()).findFirst();
    }
}
