/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.engine.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine complains of when a label names no class, in our words. */
final class OutOfRange {

    private static final Pattern COMPLAINT = Pattern.compile("index (-?\\d+) is out of bounds");

    private OutOfRange() {}

    /** {@code e} itself if it complains of something else. */
    static RuntimeException reworded(EngineException e, long depth) {
        Matcher complaint = COMPLAINT.matcher(String.valueOf(e.getMessage()));
        return complaint.find()
                ? new IllegalArgumentException(
                        "index must be in [0, %d), got %s".formatted(depth, complaint.group(1)), e)
                : e;
    }
}
