/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

/**
 * An operand of an elementwise step.
 *
 * @param ref where it is
 * @param walk how it is walked through
 */
record Operand(Ref ref, Runs.Walk walk) {

    boolean along() {
        return walk.along();
    }

    /** Where row {@code i} of the frame's block begins. */
    int at(Frame<?> f, int i) {
        return f.at(ref) + walk.at(f.piece(), i);
    }

    /** Where a run begins, in its row. */
    int runAt(int run) {
        return walk.runAt(run);
    }
}
