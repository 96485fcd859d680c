/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Port;
import org.isoloss.contract.Outcome;
import org.isoloss.host.HostTensor;

/**
 * A golden case beside what came out here.
 *
 * @param golden what the source was given and gave
 * @param mapped the same in our words
 * @param outcome what we gave
 * @param kink what the slopes are close by
 */
record Comparison(GoldenCase golden, Mapped mapped, Outcome outcome, Kink kink) {

    static Comparison of(GoldenCase golden, Mapped mapped, Outcome outcome) {
        return new Comparison(golden, mapped, outcome, new Kink(mapped));
    }

    Beside value() {
        return arrays().filter(Beside::isValue).findFirst().orElseThrow();
    }

    /** What was put in at a prediction port. */
    HostTensor prediction(int number) {
        List<Port> ports = mapped.loss().signature().ports();
        return IntStream.range(0, ports.size())
                .filter(p -> ports.get(p).differentiable())
                .mapToObj(mapped.batch().inputs()::get)
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

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
                                    mapped.ordered(e),
                                    outcome.gradients().get(i),
                                    golden.sensitivity()));
                }));
    }

    /** A sentence about the first difference. */
    Optional<String> difference() {
        return arrays().flatMap(a -> a.difference().stream()).findFirst();
    }
}
