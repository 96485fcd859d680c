/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.isoloss.diagnose.DiagnosisTables;
import org.isoloss.docs.Docs;
import org.junit.jupiter.api.Test;

/** What the page on diagnosis shows is what runs, what it lists are the rules, and its table is what was measured. */
class DiagnosisPageTest {

    private static final Path PAGE = Path.of("..", "docs", "diagnosis.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "org", "isoloss", "examples");
    private static final Pattern NAMED = Pattern.compile("\\w+ \\d+(, \\w+ \\d+)*");

    private static Page page() throws IOException {
        Page page = new Page(Files.readString(PAGE));
        if (Docs.areWritten()) {
            Page written = page.with((kind, source) -> kind.equals("code") ? code(source) : DiagnosisTables.of(source));
            Files.writeString(PAGE, written.text());
            return written;
        }
        return page;
    }

    private static String code(String source) {
        String[] typeAndSnippet = source.split(" ", -1);
        try {
            return Page.code(Files.readString(SOURCES.resolve(typeAndSnippet[0] + ".java")), typeAndSnippet[1]);
        } catch (IOException e) {
            throw new IllegalArgumentException("'%s' must be a source of an example".formatted(source), e);
        }
    }

    @Test
    void everySnippetIsPartOfAnExample() throws IOException {
        Map<String, String> snippets = page().inserts("code");
        assertThat(snippets).hasSize(6);
        snippets.forEach((source, block) -> assertThat(block).as(source).isEqualTo(code(source)));
        assertThat(page().prose()).doesNotContain("```java");
    }

    @Test
    void theExamplesFindNothingWrong() throws IOException, TranslateException {
        assertThat(DjlDiagnosis.run()).isEqualTo("REACHED, nothing found");
        assertThat(Dl4jDiagnosis.run()).isEqualTo("REACHED, nothing found");
    }

    @Test
    void theTablesOfRulesAndEndingsAreTheCodes() throws IOException {
        Map<String, String> tables = page().inserts("figures");
        assertThat(tables.keySet()).isEqualTo(Set.of("Rules", "Endings", "Confusion"));
        for (String table : Set.of("Rules", "Endings")) {
            assertThat(tables.get(table)).isEqualTo(DiagnosisTables.of(table));
        }
    }

    /** Another machine may name a run otherwise; the rows and the kind of the cells stay. */
    @Test
    void theTableOfConfusionsHasARowForEachFault() throws IOException {
        String[] told = Objects.requireNonNull(page().inserts("figures").get("Confusion"), "table")
                .split("\n", -1);
        String[] measured = DiagnosisTables.of("Confusion").split("\n", -1);
        assertThat(told).hasSameSizeAs(measured).hasSizeGreaterThan(10);
        for (int i = 2; i < told.length - 1; i++) {
            String[] cells = told[i].split(" \\| ", -1);
            assertThat(cells[0]).isEqualTo(measured[i].split(" \\| ", -1)[0]);
            assertThat(Arrays.copyOfRange(cells, 1, 3))
                    .allSatisfy(cell -> assertThat(cell.replace(" |", "")).matches(NAMED));
        }
    }
}
