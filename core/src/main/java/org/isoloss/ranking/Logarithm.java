/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import org.isoloss.tensor.Tensor;

/** The base of the logarithm of a probability. */
public enum Logarithm {
    /** Base 2. */
    BINARY(Math.log(2)),
    /** Base e. */
    NATURAL(1);

    private final double nats;

    Logarithm(double nats) {
        this.nats = nats;
    }

    /** A natural logarithm in this base. */
    Tensor of(Tensor natural) {
        return natural.over(nats);
    }
}
