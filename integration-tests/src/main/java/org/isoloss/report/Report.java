/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A page of figures, whole in itself: it asks the network for nothing.
 *
 * @param title its heading
 * @param facts what a reader must know of how it came about, one short line each
 * @param figures in order
 */
public record Report(String title, List<Fact> facts, List<Figure> figures) {

    /**
     * Something that is the case.
     *
     * @param name of what
     * @param value what it is
     */
    public record Fact(String name, String value) {}

    public Report {
        facts = List.copyOf(facts);
        figures = List.copyOf(figures);
    }

    /** The page. Phones and desktops, light and dark, each get what fits. */
    public String html() {
        return Mustache.compiler()
                .compile(resource("page.html"))
                .execute(Map.of(
                        "title",
                        title,
                        "css",
                        Drawing.css() + resource("page.css"),
                        "facts",
                        facts,
                        "figures",
                        figures.stream().map(Report::shown).toList()));
    }

    private static Map<String, Object> shown(Figure figure) {
        return Map.of(
                "title", figure.title(),
                "text", figure.text(),
                "drawings", figure.plots().stream().map(Drawing::inline).toList(),
                "tables", figure.tables());
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Report.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
