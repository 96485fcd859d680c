/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/**
 * Where a value is.
 *
 * @param slot the array in a {@link Frame}
 * @param advance how many elements further the next row is; 0 if the array has only the block's rows, or is not read by rows
 */
record Ref(int slot, int advance) {}
