/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When counts are so unequal that a loss should know, and the sentence about it. */
final class Balance {

    /** A share of a fifth in two classes, below which imbalance is commonly called moderate. */
    static final double MODERATE = 4;

    /** A share of 1 % in two classes, below which it is called extreme. */
    static final double EXTREME = 99;

    private Balance() {}

    /** Evidence of a ratio: no trait, imbalance, or a flood of easy examples, too. */
    static List<Evidence> of(String counts, double ratio, Map<String, Object> parameters) {
        if (ratio < MODERATE) {
            return List.of(Evidence.of("%s: %s to 1, below the %s from which weights pay.", counts, ratio, MODERATE));
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.of(Trait.IMBALANCE, "%s: %s to 1, from %s on imbalance.", counts, ratio, MODERATE)
                .with(parameters));
        if (ratio >= EXTREME) {
            evidence.add(Evidence.of(
                    Trait.EASY_EXAMPLES,
                    "%s to 1 is %s or more: the frequent are many and soon easy; where weights exceed %s, single rows"
                            + " rule a batch, and their square roots are a compromise.",
                    ratio,
                    EXTREME,
                    EXTREME));
        }
        return evidence;
    }
}
