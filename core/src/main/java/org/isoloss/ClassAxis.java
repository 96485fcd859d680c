/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

/** Where inputs with further dimensions, {@code "N C *"}, have their classes. */
public enum ClassAxis {
    /** {@code [N, C, H, W]}: right behind the rows, as in PyTorch and in NCHW layers. */
    FIRST,
    /** {@code [N, H, W, C]}: behind all others, as in NHWC layers. */
    LAST
}
