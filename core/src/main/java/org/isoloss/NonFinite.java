/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.isoloss.tensor.Fault;

/**
 * Why a loss or a gradient is NaN or infinite.
 *
 * @param loss its name
 * @param fault the first operation that went wrong; empty if infinities came in
 * @param cause the input without which all would be finite; empty if no single one is to blame
 * @param targets what was expected there
 * @param remedy what usually helps
 * @since 0.1
 */
public record NonFinite(
        String loss, Optional<Fault> fault, Optional<Element> cause, List<Element> targets, String remedy) {

    /** One number of an input. */
    public record Element(Port port, double value, List<Long> position) {

        public Element {
            position = List.copyOf(position);
        }

        private String place() {
            return switch (position.size()) {
                case 0 -> "as a whole";
                case 1 -> "at row %d".formatted(position.get(0));
                case 2 -> "at row %d, column %d".formatted(position.get(0), position.get(1));
                default -> "at " + position;
            };
        }

        @Override
        public String toString() {
            boolean whole = value == Math.rint(value) && Math.abs(value) < 1 << 24;
            return "'%s' is %s".formatted(port.name(), whole ? String.valueOf((long) value) : String.valueOf(value));
        }
    }

    /** What helps where one of {@code operations} meets one of {@code domains}; an empty set stands for all. */
    private record Remedy(Set<String> operations, Set<Domain> domains, String sentence) {
        boolean fits(Optional<Fault> fault, Optional<Element> cause) {
            return (operations.isEmpty()
                            || fault.filter(f -> operations.contains(f.operation()))
                                    .isPresent())
                    && (domains.isEmpty()
                            || cause.filter(c -> domains.contains(c.port().domain()))
                                    .isPresent());
        }
    }

    /** The first that fits. */
    private static final List<Remedy> REMEDIES = List.of(
            new Remedy(
                    Set.of("log", "log1p", "div"),
                    Set.of(Domain.PROBABILITY, Domain.DISTRIBUTION),
                    "Pass logits instead of probabilities, to the loss that applies the softmax or sigmoid itself."),
            new Remedy(
                    Set.of("log", "log1p", "sqrt"),
                    Set.of(),
                    "Keep it above 0: predict its logarithm, or add a small floor."),
            new Remedy(
                    Set.of("div"), Set.of(), "Add a floor to the denominator, or leave out the rows in which it is 0."),
            new Remedy(
                    Set.of("exp"),
                    Set.of(),
                    "It is too large for exp: lower the learning rate, clip gradients, or predict on a smaller scale."),
            new Remedy(
                    Set.of("add", "sub", "mul", "square", "sum", "scale", "matmul", "cumSum"),
                    Set.of(),
                    "It is too large for its type: scale inputs and targets, lower the learning rate, or clip gradients."),
            new Remedy(
                    Set.of(),
                    Set.of(),
                    "Infinite numbers came in: lower the learning rate, clip gradients, look for them in the data."));

    public NonFinite {
        targets = List.copyOf(targets);
    }

    static NonFinite of(Loss loss, Optional<Fault> fault, Suspects<?> suspects) {
        Optional<Element> cause = suspects.find();
        return new NonFinite(
                loss.name(),
                fault,
                cause,
                cause.filter(c -> c.port().differentiable())
                        .map(suspects::targets)
                        .orElse(List.of()),
                REMEDIES.stream()
                        .filter(r -> r.fits(fault, cause))
                        .findFirst()
                        .orElseThrow()
                        .sentence());
    }

    @Override
    public String toString() {
        String what = fault.map(Fault::toString).orElse("the loss or a gradient is not finite");
        String where = targets.stream().map(Element::toString).collect(Collectors.joining(" and "));
        String why = cause.map(c -> "%s %s%s".formatted(c, c.place(), where.isEmpty() ? "" : ", where " + where))
                .orElse("no single input is the cause");
        return "%s: %s, because %s. %s".formatted(loss, what, why, remedy);
    }
}
