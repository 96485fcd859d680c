/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/**
 * Beside whose operations and threads programs run.
 *
 * @since 0.1
 */
public enum Host {
    /** Nobody's: of arrays in Java there are no other operations. */
    JAVA(100_000),
    /** ND4J's, of which each takes long to begin, and comparisons a hundred times as long as arithmetic. */
    ND4J(100_000),
    /** PyTorch's, which take all processors; its threads look for work there when they have none. */
    PYTORCH(500_000);

    private final double worth;

    Host(double worth) {
        this.worth = worth;
    }

    /** What a stretch of work must take on one thread, measured, so that others that have to be woken do not come too late. */
    double worth() {
        return worth;
    }
}
