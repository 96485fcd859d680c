/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.Map;
import java.util.Optional;

/**
 * What labels show.
 *
 * @param trait what follows for the task, if anything does
 * @param parameters what follows for parameters of losses, by name
 * @param sentence the figures from which it follows, and the rule
 * @since 0.1
 */
public record Evidence(Optional<Trait> trait, Map<String, Object> parameters, String sentence) {

    public Evidence {
        parameters = Map.copyOf(parameters);
    }

    static Evidence of(Trait trait, String sentence, Object... values) {
        return of(sentence, values).shows(trait);
    }

    static Evidence of(String sentence, Object... values) {
        return new Evidence(Optional.empty(), Map.of(), Figures.say(sentence, values));
    }

    Evidence shows(Trait trait) {
        return new Evidence(Optional.of(trait), parameters, sentence);
    }

    Evidence with(Map<String, Object> parameters) {
        return new Evidence(trait, parameters, sentence);
    }
}
