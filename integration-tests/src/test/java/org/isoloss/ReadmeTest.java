/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isoloss.contract.LossRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, and what it lists is all there is. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");

    /** Of Markdown or HTML, to a file of ours. */
    private static final Pattern LINK =
            Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)[^)]*\\)|src=\"(?!https?:)([^\"]+)\"");

    private static String readme() throws IOException {
        return Files.readString(README);
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(readme());
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    @Test
    void everyExampleCompiles(@TempDir Path classes) throws IOException {
        List<String> examples = blocks("java");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
        for (String example : examples) {
            compile(example, classes);
        }
    }

    /** A type stands for itself; statements go into a method. */
    private static void compile(String example, Path classes) {
        Matcher type = Pattern.compile("^(?:public )?(?:record|class) (\\w+)", Pattern.MULTILINE)
                .matcher(example);
        boolean isType = type.find();
        Predicate<String> isImport = line -> line.startsWith("import ");
        String imports = Arrays.stream(example.split("\n")).filter(isImport).collect(Collectors.joining("\n"));
        String body =
                Arrays.stream(example.split("\n")).filter(isImport.negate()).collect(Collectors.joining("\n"));
        String name = isType ? type.group(1) : "Example";
        String code = isType ? example : imports + "\nclass Example { void run() {\n" + body + "\n} }";
        Compilation.compile(name, code, classes);
    }

    @Test
    void bothCommandsAreOneLineEach() throws IOException {
        assertThat(blocks("sh")).hasSize(2).allSatisfy(block -> assertThat(block.strip())
                .doesNotContain("\n"));
        assertThat(readme()).containsSubsequence("## Run it\n\n```sh", "## Test it\n\n```sh");
    }

    @Test
    void everyLossHasARow() throws IOException {
        String readme = readme();
        assertThat(LossRecords.all()).isNotEmpty().allSatisfy(loss -> assertThat(readme)
                .contains("\n| `" + loss.name() + "` |"));
    }

    /** In all pages, of texts and of pictures. */
    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<Path> pages = pages();
        assertThat(pages).hasSizeGreaterThan(20);
        int links = 0;
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String target = link.group(1) == null ? link.group(2) : link.group(1);
                assertThat(page.resolveSibling(target))
                        .as("%s in %s", target, page)
                        .exists();
                links++;
            }
        }
        assertThat(links).isGreaterThan(60);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("..", "docs"))) {
            return Stream.concat(
                            Stream.of(
                                    README, Path.of("..", "CONTRIBUTING.md"), Path.of("..", "benchmarks", "README.md")),
                            docs.filter(p -> p.toString().endsWith(".md")))
                    .toList();
        }
    }
}
