/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

/**
 * A loss, written once. Implementations are records; their components are the hyper-parameters, of the types that
 * {@link LossConfig} lists. A loss never reduces, never masks, never checks a shape and knows no framework.
 */
public interface Loss {

    /** What goes in. */
    Signature signature();

    /** The values before reduction. */
    Terms terms(Inputs in);

    /** How the terms become the number to minimise. */
    default Reduction reduction() {
        return Reduction.MEAN;
    }

    /** The name in messages and logs. */
    default String name() {
        return getClass().getSimpleName();
    }
}
