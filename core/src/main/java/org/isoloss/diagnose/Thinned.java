/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.ArrayList;
import java.util.List;

/** A list that never gets long: when it is full, every second entry goes, and of those to come only every second is let in. */
final class Thinned<E> {

    private final int most;
    private final List<E> kept = new ArrayList<>();
    private long stride = 1;
    private long offered;

    Thinned(int most) {
        this.most = most;
    }

    void offer(E entry) {
        if (offered++ % stride != 0) {
            return;
        }
        if (kept.size() == most) {
            for (int i = most - 1; i > 0; i -= 2) {
                kept.remove(i);
            }
            stride *= 2;
            if ((offered - 1) % stride != 0) {
                return;
            }
        }
        kept.add(entry);
    }

    List<E> entries() {
        return List.copyOf(kept);
    }
}
