/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Arrays;
import java.util.Locale;

/** By what a framework's loss is computed. */
public enum Execution {
    /** Fused where that is possible and faster, else native. */
    AUTO,
    /** By the framework's own operations, on whatever device its arrays are. */
    NATIVE,
    /** By a fused program on the arrays' own memory; an array that can't be reached so is an error. */
    FUSED;

    private static final String PROPERTY = "isoloss.execution";

    /** What {@code -Disoloss.execution} says, in any case; AUTO unless it does. */
    public static Execution configured() {
        String name = System.getProperty(PROPERTY, AUTO.name());
        return Arrays.stream(values())
                .filter(e -> e.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s must be one of %s, got '%s'"
                        .formatted(PROPERTY, Arrays.toString(values()).toLowerCase(Locale.ROOT), name)));
    }
}
