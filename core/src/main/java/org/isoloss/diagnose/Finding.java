/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

/**
 * A rule that a training has broken.
 *
 * @param rule the rule
 * @param step the step after which it was seen first
 * @param figure the figure that told it
 * @since 0.1
 */
public record Finding(Rule rule, long step, double figure) {

    /** What was seen, what is behind it most of the time, and what to try, in order. */
    public String sentence() {
        return rule.sentence(figure);
    }

    @Override
    public String toString() {
        return "step %d: %s: %s".formatted(step, rule.name(), sentence());
    }
}
