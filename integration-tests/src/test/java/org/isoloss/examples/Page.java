/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of Markdown whose code and tables come from elsewhere. A comment before each says from where: {@code code Class snippet},
 * or {@code figures Class}.
 */
public record Page(String text) {

    private static final Pattern INSERT = Pattern.compile(
            "<!-- (code|figures) (\\w+(?: \\w+)?) -->\n" + "((?:```java\n.*?\n```\n|(?:\\|[^\n]*\n)+)?)",
            Pattern.DOTALL);
    private static final Pattern SNIPPET =
            Pattern.compile("^ *// snippet: (\\w+)\n(.*?)^ *// end\n", Pattern.DOTALL | Pattern.MULTILINE);

    /** What stands behind the comments of one kind, by source. */
    public Map<String, String> inserts(String kind) {
        return INSERT.matcher(text)
                .results()
                .filter(m -> m.group(1).equals(kind))
                .collect(Collectors.toMap(m -> m.group(2), m -> m.group(3)));
    }

    /** The same page with what {@code content} has for each kind and source. */
    public Page with(BiFunction<String, String, String> content) {
        return new Page(INSERT.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement("<!-- %s %s -->\n%s"
                        .formatted(m.group(1), m.group(2), content.apply(m.group(1), m.group(2))))));
    }

    /** The page without what was put in. */
    String prose() {
        return INSERT.matcher(text).replaceAll("");
    }

    /** The block for a snippet of a Java source, without the source's indentation. */
    public static String code(String source, String name) {
        List<MatchResult> found = SNIPPET.matcher(source)
                .results()
                .filter(m -> m.group(1).equals(name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "a source must have one snippet '%s', got %d".formatted(name, found.size()));
        }
        return "```java\n" + found.get(0).group(2).stripTrailing().stripIndent() + "\n```\n";
    }
}
