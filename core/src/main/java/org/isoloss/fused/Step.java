/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/**
 * A loop over the rows of a frame's block.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
interface Step<A> {
    void run(Frame<A> f);
}
