/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/losses} says what the records say. {@code -Disoloss.docs=write} makes it so. */
class LossPagesTest {

    private static final Path PAGES = Path.of("..", "docs", "losses");

    @Test
    void everyPageIsCurrent() throws IOException {
        Map<String, String> pages = new LossPages(Path.of("..", "core", "src", "main", "java")).all();
        assertThat(pages).hasSizeGreaterThan(5);
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Docs.assertSays(PAGES.resolve(page.getKey() + ".md"), page.getValue());
        }
    }
}
