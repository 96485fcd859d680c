/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.isoloss.Compilation;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/coming-from.md} says in our words what other libraries have: each row compiles, and no mapped loss is missing. */
class ComingFromTest {

    private static final Path PAGE = Path.of("..", "docs", "coming-from.md");
    private static final Pattern ROW = Pattern.compile("^\\| (.+?) \\| `(.+?)` \\|", Pattern.MULTILINE);
    private static final List<String> FAMILIES = List.of(
            "classification",
            "composite",
            "divergence",
            "embedding",
            "ranking",
            "regression",
            "segmentation",
            "sequence");
    private static final int ROWS = 70;

    /** What is put to the golden values but is no loss of its own. */
    private static final Set<String> BLOCKS = Set.of(
            "logsoftmax",
            "logsigmoid",
            "logsumexp",
            "normalize",
            "softmax",
            "softplus",
            "perplexity",
            "pairwisedistance",
            "cosinesimilarity",
            "labelsmoothingtargets",
            "kldivfromlogits",
            "ctclossraw");

    private record Row(String theirs, String ours) {}

    private static List<Row> rows() throws IOException {
        Matcher row = ROW.matcher(Files.readString(PAGE));
        return row.results().map(r -> new Row(r.group(1), r.group(2))).toList();
    }

    @Test
    void everyRowIsALoss(@TempDir Path classes) throws Exception {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(ROWS);
        compile(rows, classes);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Method all = loader.loadClass("Rows").getMethod("all");
            List<?> losses = (List<?>) all.invoke(null);
            assertThat(losses).hasSameSizeAs(rows).allSatisfy(l -> {
                Loss loss = (Loss) l;
                assertThat(LossConfig.fromJson(LossConfig.toJson(loss))).isEqualTo(loss);
            });
        }
    }

    private static void compile(List<Row> rows, Path classes) {
        String imports =
                FAMILIES.stream().map("import org.isoloss.%s.*;"::formatted).collect(Collectors.joining("\n"));
        String losses = rows.stream().map(Row::ours).collect(Collectors.joining(",\n"));
        String code = "import java.util.*;\nimport org.isoloss.*;\n" + imports
                + "\npublic class Rows { public static List<Loss> all() { return List.of(new Loss[] {\n" + losses
                + "}); } }";
        Compilation.compile("Rows", code, classes);
    }

    @Test
    void noMappedLossIsMissing() throws IOException {
        String theirs =
                rows().stream().map(Row::theirs).map(ComingFromTest::plain).collect(Collectors.joining(" "));
        List<String> mapped = Mappers.pairs().stream()
                .filter(pair -> pair.matches(".*/(torch|torchvision|keras|st)"))
                .map(pair -> plain(pair.replaceAll("(_keras|_st)?/.*", "")))
                .filter(loss -> !BLOCKS.contains(loss))
                .toList();
        assertThat(mapped).hasSizeGreaterThan(30).allSatisfy(loss -> assertThat(theirs)
                .contains(loss));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "");
    }
}
