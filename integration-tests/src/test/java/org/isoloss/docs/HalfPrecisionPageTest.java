/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isoloss.Compilation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/half-precision.md} says what is measured. {@code -Disoloss.docs=write} makes it so. */
class HalfPrecisionPageTest {

    private static final Path PAGE = Path.of("..", "docs", "half-precision.md");

    @Test
    void lossesThatAreComparedMeanTheSame() {
        assertThat(OwnLosses.wideDigits()).hasSize(16).containsOnly("6");
    }

    @Test
    void theExampleCompiles(@TempDir Path classes) throws IOException {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        String packages = Stream.of(
                        "ai.djl",
                        "ai.djl.nn",
                        "ai.djl.training",
                        "ai.djl.training.optimizer",
                        "org.isoloss.djl",
                        "org.isoloss.classification")
                .map("import %s.*;\n"::formatted)
                .collect(Collectors.joining());
        Compilation.compile(
                "Example",
                packages + "class Example { void run(Model model, Block network) {\n" + block.group(1) + "\n} }",
                classes);
    }

    @Test
    void thePageIsCurrent() throws IOException {
        String text = HalfPrecisionPage.text();
        assertThat(text.lines().filter(line -> line.startsWith("| "))).hasSizeGreaterThan(25);
        Docs.assertSays(PAGE, text);
    }
}
