/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;

/**
 * Distributions {@code [N, C]} as label smoothing leaves them, as if they were a loss.
 *
 * @param share what is spread evenly, in [0, 1]
 */
public record Smoothing(double share) implements Loss {

    private static final Port TARGETS = Port.prediction("targets", Domain.DISTRIBUTION, "N C");

    public Smoothing {
        Check.probability("share", share);
    }

    public Smoothing() {
        this(0);
    }

    @Override
    public Signature signature() {
        return Signature.of(TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(in.get(TARGETS).smoothed(share));
    }

    @Override
    public Reduction reduction() {
        return Reduction.NONE;
    }
}
