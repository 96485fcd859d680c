/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/** Where a node is computed. */
enum Place {
    /** Nowhere: an input or a constant. */
    GIVEN,
    /** Piece by piece, beside others of its stage. */
    PIECES,
    /** Added up over the pieces of its stage, and there when the stage has ended. */
    TOTAL,
    /** At once, from whole operands, before its stage begins. */
    WHOLE
}
