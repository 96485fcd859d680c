/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pages and pictures that are made from code. {@code -Disoloss.docs=write} writes them; else they are compared. */
public final class Docs {

    private static final boolean WRITTEN = "write".equals(System.getProperty("isoloss.docs"));

    private Docs() {}

    /** Whether they are to be written. */
    public static boolean areWritten() {
        return WRITTEN;
    }

    /** That {@code file} says {@code text}, and makes it so if it is to be written. */
    public static void assertSays(Path file, String text) throws IOException {
        if (WRITTEN) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }
}
