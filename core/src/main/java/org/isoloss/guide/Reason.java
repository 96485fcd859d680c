/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.Map;
import java.util.Optional;

/**
 * Why a loss is worth more or less.
 *
 * @param trait what it depends on; empty: it always counts
 * @param worth what it adds to the loss's score, or takes from it
 * @param sentence why, with the source where literature says so
 * @param parameters what it changes about the loss, by name
 * @since 0.1
 */
public record Reason(Optional<Trait> trait, int worth, String sentence, Map<String, Object> parameters) {

    /** More than anything that can speak for a loss. */
    static final int IMPOSSIBLE = -100;

    public Reason {
        parameters = Map.copyOf(parameters);
    }

    /** Whether the loss can't do it at all, whatever else speaks for it. */
    public boolean impossible() {
        return worth <= IMPOSSIBLE;
    }
}
