/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.List;
import org.isoloss.Loss;

/**
 * A loss that fits.
 *
 * @param loss with parameters for the traits, measured where labels were given
 * @param reasons what counted, the general one first
 * @since 0.1
 */
public record Choice(Loss loss, List<Reason> reasons) {

    public Choice {
        reasons = List.copyOf(reasons);
    }

    /** The sum of what the reasons are worth. */
    public int score() {
        return reasons.stream().mapToInt(Reason::worth).sum();
    }
}
