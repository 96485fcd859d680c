/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

import org.isoloss.tensor.Tensor;

/** The factor of focal losses. */
final class Focus {
    private Focus() {}

    /**
     * {@code (1 - p)^g}. The usual power is a square. Of others a 0 counts as the smallest normal number in float32: its logarithm
     * has a slope, and beside a cost of 0 it does not matter.
     *
     * @param wrong 1 - p, added up from what is not negative, since a difference would lose its digits
     */
    static Tensor on(Tensor wrong, double gamma) {
        return gamma == 2
                ? wrong.square()
                : wrong.max(Float.MIN_NORMAL).log().times(gamma).exp();
    }
}
