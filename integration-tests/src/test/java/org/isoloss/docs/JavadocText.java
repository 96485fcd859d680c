/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Javadoc of a type, as Markdown.
 *
 * @param paragraphs what stands before the tags, one entry for each paragraph or formula
 * @param parameters one entry for each {@code @param}, name first
 */
record JavadocText(List<String> paragraphs, List<String> parameters) {

    private static final Pattern COMMENT =
            Pattern.compile("/\\*\\*(.*?)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*public record", Pattern.DOTALL);
    private static final Pattern FORMULA = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL);

    /** Of the public record that {@code source} declares. */
    static JavadocText of(String source) {
        Matcher comment = COMMENT.matcher(source);
        if (!comment.find()) {
            throw new IllegalArgumentException("a source must have a documented public record");
        }
        String text = comment.group(1).replaceAll("(?m)^ *\\* ?", "").strip();
        String[] parts = text.split("(?m)^@", -1);
        List<String> parameters = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("param ")) {
                parameters.add(prose(parts[i].substring("param ".length())));
            }
        }
        return new JavadocText(paragraphs(parts[0]), parameters);
    }

    private static List<String> paragraphs(String body) {
        List<String> paragraphs = new ArrayList<>();
        Matcher formula = FORMULA.matcher(body);
        int from = 0;
        while (formula.find()) {
            addProse(body.substring(from, formula.start()), paragraphs);
            paragraphs.add("```\n" + plain(formula.group(1)).strip() + "\n```");
            from = formula.end();
        }
        addProse(body.substring(from), paragraphs);
        return paragraphs;
    }

    private static void addProse(String text, List<String> paragraphs) {
        for (String paragraph : text.split("<p>")) {
            if (!paragraph.isBlank()) {
                paragraphs.add(prose(paragraph));
            }
        }
    }

    /** One line, tags as Markdown. */
    private static String prose(String text) {
        return plain(text)
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link(?:plain)? #?([^}#]*)#?([^}]*)}", "`$1.$2`")
                .replace(".`", "`")
                .strip();
    }

    private static String plain(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
