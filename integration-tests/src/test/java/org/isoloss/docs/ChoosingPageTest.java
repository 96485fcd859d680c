/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.isoloss.guide.Task;
import org.junit.jupiter.api.Test;

/** {@code docs/choosing.md} says what the guide's table says. {@code -Disoloss.docs=write} makes it so. */
class ChoosingPageTest {

    private static final Path PAGE = Path.of("..", "docs", "choosing.md");

    @Test
    void thePageIsCurrent() throws IOException {
        String text = ChoosingPage.text();
        assertThat(text.lines().filter(line -> line.startsWith("## "))).hasSize(Task.values().length + 1);
        Docs.assertSays(PAGE, text);
    }
}
