/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

/** What the elements of a tensor are. */
public enum Kind {
    /** Real numbers, float32 or float64: the only kind with arithmetic and gradients. */
    FLOAT,
    /** Whole numbers that name a class, a position or a group. */
    INDEX,
    /** Truth values: what comparisons return and {@code where} selects by. */
    INDICATOR
}
