/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/** Closes what an operation makes on the way: native memory is not garbage-collected. */
final class Leftovers {
    private Leftovers() {}

    /**
     * The array that {@code operation} makes; all others that it makes are closed, which the engine's graph does not mind. The
     * operation must not return an array that was there before.
     */
    static NDArray closed(Supplier<NDArray> operation) {
        NDArray y;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            y = operation.get();
            NDScope.unregister(y);
        }
        NDScope.register(y); // the caller may have a scope of his own, and expects the result in it
        return y;
    }

    /** {@code y} in the place of {@code x}, which is closed unless it is the same. */
    static NDArray instead(NDArray x, NDArray y) {
        if (x != y) {
            x.close();
        }
        return y;
    }
}
