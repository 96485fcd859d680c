/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.List;
import java.util.OptionalDouble;

/** What rules have in common. */
final class Figures {

    private Figures() {}

    static OptionalDouble when(boolean holds, double figure) {
        return holds ? OptionalDouble.of(figure) : OptionalDouble.empty();
    }

    /** The last {@code n} that were measured, of the recent steps. */
    static List<Minibatch> minibatches(History h, int n) {
        List<Minibatch> all = h.recent(History.RECENT).stream()
                .flatMap(step -> step.minibatch().stream())
                .toList();
        return all.subList(Math.max(0, all.size() - n), all.size());
    }

    /** The median movement of these steps. */
    static OptionalDouble movement(List<Step> steps) {
        return History.median(steps, Step::movement);
    }

    /** The median share of the gradient that arrives at the first layer. */
    static OptionalDouble arriving(List<Step> steps) {
        return History.median(steps, step -> step.gradients()
                .filter(g -> g.last() > 0 && Double.isFinite(g.norm()))
                .map(g -> OptionalDouble.of(g.arriving()))
                .orElse(OptionalDouble.empty()));
    }

    /** The least of the loss at the start and what guesses would score, as far as they are known. */
    static OptionalDouble reference(History h) {
        OptionalDouble start = h.start();
        OptionalDouble constant = h.constantGuess();
        return start.isPresent() && constant.isPresent()
                ? OptionalDouble.of(Math.min(start.getAsDouble(), constant.getAsDouble()))
                : start;
    }
}
