/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.Optional;
import org.isoloss.Execution;
import org.isoloss.Loss;

/**
 * By what a call is computed, and why.
 *
 * @param loss its name
 * @param isFused by a fused program, or else by the framework's operations
 * @param why in words
 */
record Way(String loss, boolean isFused, String why) {

    /**
     * The choice for one call.
     *
     * @param obstacle why a program can't get at the arrays, in words, if it can't
     * @throws UnsupportedOperationException if {@link Execution#FUSED} meets an obstacle
     */
    static Way of(Execution execution, Loss loss, Optional<String> obstacle) {
        if (execution == Execution.NATIVE) {
            return new Way(loss.name(), false, "execution is NATIVE");
        }
        if (obstacle.isEmpty()) {
            return new Way(
                    loss.name(),
                    true,
                    execution == Execution.FUSED ? "execution is FUSED" : "its arrays are in main memory");
        }
        if (execution == Execution.FUSED) {
            throw new UnsupportedOperationException(
                    "%s: execution FUSED takes arrays in main memory, but %s".formatted(loss.name(), obstacle.get()));
        }
        return new Way(loss.name(), false, obstacle.get());
    }

    @Override
    public String toString() {
        return "%s runs %s, because %s".formatted(loss, isFused ? "fused" : "native", why);
    }
}
