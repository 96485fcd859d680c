/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Losses;
import org.isoloss.Port;

/**
 * One page for each family of losses, made from the records and their Javadoc.
 *
 * @param sources where the core's sources are
 */
record LossPages(Path sources) {

    private static final String HOME = Loss.class.getPackageName() + ".";

    /** The text of each page, by family. */
    Map<String, String> all() {
        Map<String, List<Loss>> families = Losses.all().stream()
                .filter(loss -> loss.getClass().getName().startsWith(HOME))
                .collect(Collectors.groupingBy(LossPages::family, TreeMap::new, Collectors.toList()));
        Map<String, String> pages = new TreeMap<>();
        families.forEach((family, losses) -> pages.put(family, page(family, losses)));
        pages.put("index", index(families));
        return pages;
    }

    private static String family(Loss loss) {
        return loss.getClass().getPackageName().substring(HOME.length());
    }

    private static String index(Map<String, List<Loss>> families) {
        StringBuilder page = new StringBuilder("# The losses, by family\n\nMade from the records; do not edit.\n\n");
        families.forEach((family, losses) -> page.append("- [%s](%s.md): %s%n"
                .formatted(family, family, losses.stream().map(Loss::name).collect(Collectors.joining(", ")))));
        return page.toString();
    }

    private String page(String family, List<Loss> losses) {
        String title = Character.toUpperCase(family.charAt(0)) + family.substring(1);
        return losses.stream()
                .map(this::section)
                .collect(Collectors.joining(
                        "\n", "# %s%n%nMade from the records; do not edit.%n%n".formatted(title), ""));
    }

    private String section(Loss loss) {
        JavadocText text = JavadocText.of(source(loss));
        StringBuilder section = new StringBuilder("## %s%n%n".formatted(loss.name()));
        text.paragraphs().forEach(p -> section.append(p).append("\n\n"));
        section.append("| port | role | domain | shape |\n|---|---|---|---|\n");
        for (Port port : loss.signature().ports()) {
            section.append("| `%s` | %s | %s | `%s` |%n"
                    .formatted(
                            port.name(), port.differentiable() ? "prediction" : "target", port.domain(), port.dims()));
        }
        section.append("\n| parameter | default | meaning |\n|---|---|---|\n");
        Map<String, Object> defaults = LossConfig.toMap(loss);
        for (RecordComponent component : loss.getClass().getRecordComponents()) {
            String name = component.getName();
            section.append(
                    "| `%s` | `%s` | %s |%n".formatted(name, defaults.getOrDefault(name, "none"), meaning(text, name)));
        }
        return section.append("\nTerms and rows: ")
                .append(loss.signature().rows())
                .append(". As text: `")
                .append(loss.name())
                .append("`, with every parameter `")
                .append(LossConfig.toJson(loss))
                .append("`.\n")
                .toString();
    }

    private static String meaning(JavadocText text, String parameter) {
        return text.parameters().stream()
                .filter(p -> p.startsWith(parameter + " "))
                .findFirst()
                .map(p -> p.substring(parameter.length() + 1))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' must have an @param among %s".formatted(parameter, text.parameters())))
                .replace("|", "\\|");
    }

    private String source(Loss loss) {
        try {
            return Files.readString(sources.resolve(loss.getClass().getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
