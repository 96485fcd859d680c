/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.isoloss.docs.Docs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages of examples show is what runs, and their figures are those it gives. {@code -Disoloss.docs=write} makes it so. */
class ExamplePagesTest {

    private static final Path SOURCES = Path.of("src", "test", "java", "org", "isoloss", "examples");

    private static Path file(String framework) {
        return Path.of("..", "docs", framework + ".md");
    }

    private static Page page(String framework) throws IOException {
        Page page = new Page(Files.readString(file(framework)));
        if (Docs.areWritten()) {
            Page written = page.with(ExamplePagesTest::content);
            Files.writeString(file(framework), written.text());
            return written;
        }
        return page;
    }

    private static String content(String kind, String source) {
        return kind.equals("code") ? code(source) : Examples.of(source).markdown();
    }

    private static String code(String source) {
        String[] typeAndSnippet = source.split(" ", -1);
        return Page.code(read(SOURCES.resolve(typeAndSnippet[0] + ".java")), typeAndSnippet[1]);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("'%s' must be a source of an example".formatted(file), e);
        }
    }

    @ParameterizedTest
    @CsvSource({"djl, Djl, 12", "dl4j, Dl4j, 12", "index, Own|Forecast, 6"})
    void everySnippetIsPartOfAnExample(String framework, String prefix, int atLeast) throws IOException {
        Page page = page(framework);
        Map<String, String> snippets = page.inserts("code");
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(atLeast);
        snippets.forEach((source, block) -> assertThat(block).as(source).isEqualTo(code(source)));
        assertThat(page.prose()).doesNotContain("```java");
        assertThat(snippets.keySet()).allSatisfy(source -> assertThat(source).matches("(" + prefix + ").*"));
    }

    @ParameterizedTest
    @CsvSource({"djl, Djl", "dl4j, Dl4j", "index, Own"})
    void everyFigureIsMeasured(String framework, String prefix) throws IOException {
        Page page = page(framework);
        Map<String, String> tables = page.inserts("figures");
        assertThat(tables)
                .containsOnlyKeys(Examples.names().stream()
                        .filter(name -> name.startsWith(prefix))
                        .collect(Collectors.toSet()));
        tables.forEach((example, table) -> Examples.of(example).assertSaidBy(table));
        assertThat(page.prose()).doesNotContainPattern("\\d\\.\\d");
    }
}
