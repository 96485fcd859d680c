/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A plot in the words of Lets-Plot, which are those of a grammar of graphics. */
final class Specification {

    private static final int BANDS = 9;

    /** Letters that have room beside each other, and what the key of a name takes of it. */
    private static final int LETTERS = 60;

    private static final int KEY = 6;

    /** Room above the first and below the last row, in rows. */
    private static final double MARGIN = 0.7;

    private static final Map<String, Integer> TICKS = Map.of("x", 4, "y", 7);

    /** Viridis: equal steps look equal, also to the colour-blind and in grey. */
    private static final List<String> FIELD =
            List.of("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962");

    /** Seen on every band, and no tone of the surroundings. */
    private static final String ARROW = "#fefefe";

    private final Plot plot;
    private final List<String> series;
    private final List<Layer.Dots> dots;

    private Specification(Plot plot) {
        this.plot = plot;
        this.series = plot.series();
        this.dots = plot.layers().stream()
                .filter(Layer.Dots.class::isInstance)
                .map(Layer.Dots.class::cast)
                .toList();
    }

    static Map<String, Object> of(Plot plot) {
        return new Specification(plot).all();
    }

    private Map<String, Object> all() {
        Map<String, Object> all = words(
                "kind", "plot",
                "ggtitle", words("text", plot.title()),
                "layers",
                        new ArrayList<>(plot.layers().stream().map(this::layer).toList()),
                "scales", scales(),
                "theme", theme());
        if (plot.isPlane()) {
            all.put("coord", words("name", "fixed"));
        }
        return all;
    }

    private Map<String, Object> layer(Layer layer) {
        if (layer instanceof Layer.Curve curve) {
            return curve(curve);
        }
        if (layer instanceof Layer.Dots some) {
            return dots(some);
        }
        if (layer instanceof Layer.Bound bound) {
            return bound(bound);
        }
        if (layer instanceof Layer.Note note) {
            return note(note);
        }
        return layer instanceof Layer.Arrows arrows ? arrows(arrows) : field((Layer.Field) layer);
    }

    private Map<String, Object> curve(Layer.Curve curve) {
        Map<String, Object> data = data(curve.points(), curve.series());
        return words("geom", "line", "size", 1.1, "show_legend", dots.isEmpty(), "data", data, "mapping", coloured());
    }

    private Map<String, Object> dots(Layer.Dots some) {
        Map<String, Object> data = data(some.points(), some.series());
        Map<String, Object> mapping = coloured();
        mapping.put("shape", "series");
        double size = some.dot() == Layer.Dot.DISC ? 1.6 : 2.4;
        return words("geom", "point", "size", size, "data", data, "mapping", mapping);
    }

    private Map<String, Object> bound(Layer.Bound bound) {
        boolean x = bound.across() == Layer.Bound.Across.X;
        Map<String, Object> layer = words("geom", x ? "vline" : "hline");
        layer.putAll(words("linetype", "dashed", "color", Tone.BOUND.light(), "size", 0.8));
        layer.put("data", words("at", numbers(bound.at(), x ? plot.x() : plot.y())));
        layer.put("mapping", words(x ? "xintercept" : "yintercept", "at"));
        return layer;
    }

    private Map<String, Object> note(Layer.Note note) {
        Map<String, Object> data = data(List.of(note.at()), note.text());
        Map<String, Object> mapping = words("x", "x", "y", "y", "label", "series");
        return words("geom", "text", "size", 5.5, "data", data, "mapping", mapping);
    }

    private Map<String, Object> arrows(Layer.Arrows arrows) {
        Map<String, Object> data = data(arrows.from(), "");
        data.put("xend", xs(arrows.to()));
        data.put("yend", ys(arrows.to()));
        Map<String, Object> head = words("name", "arrow", "angle", 25, "length", 4, "ends", "last", "type", "open");
        Map<String, Object> mapping = words("x", "x", "y", "y", "xend", "xend", "yend", "yend");
        return words("geom", "segment", "color", ARROW, "arrow", head, "data", data, "mapping", mapping);
    }

    private Map<String, Object> field(Layer.Field field) {
        Map<String, Object> data = data(field.places(), "");
        data.put("z", new ArrayList<>(field.values()));
        Map<String, Object> mapping = words("x", "x", "y", "y", "z", "z", "fill", "..level..");
        return words("geom", "contourf", "bins", BANDS, "data", data, "mapping", mapping);
    }

    private static Map<String, Object> coloured() {
        return words("x", "x", "y", "y", "color", "series");
    }

    private Map<String, Object> data(List<Point> points, String series) {
        List<Object> names = new ArrayList<>(points.stream().map(p -> series).toList());
        return words("x", xs(points), "y", ys(points), "series", names);
    }

    private List<Object> xs(List<Point> points) {
        return numbers(points.stream().map(Point::x).toList(), plot.x());
    }

    private List<Object> ys(List<Point> points) {
        return numbers(points.stream().map(Point::y).toList(), plot.y());
    }

    private static List<Object> numbers(List<Double> numbers, Axis axis) {
        return new ArrayList<>(numbers.stream().map(axis.scale()::place).toList());
    }

    private List<Object> scales() {
        List<Object> scales = new ArrayList<>(List.of(scale("x", plot.x()), scale("y", plot.y())));
        if (!series.isEmpty()) {
            scales.add(
                    legend("color", i -> Tone.SERIES.get(i % Tone.SERIES.size()).light()));
        }
        if (!dots.isEmpty()) {
            scales.add(legend("shape", i -> shape(series.get(i))));
        }
        plot.layers().stream()
                .filter(Layer.Field.class::isInstance)
                .map(Layer.Field.class::cast)
                .forEach(field -> scales.add(bands(field.label())));
        return scales;
    }

    private static Map<String, Object> bands(String label) {
        Map<String, Object> scale = words("aesthetic", "fill", "name", label);
        scale.putAll(words("scale_mapper_kind", "color_gradientn", "colors", new ArrayList<>(FIELD)));
        return scale;
    }

    /** Of equal name, so that they become one. */
    private Map<String, Object> legend(String aesthetic, IntFunction<Object> value) {
        List<Object> values = new ArrayList<>(
                IntStream.range(0, series.size()).mapToObj(value).toList());
        Map<String, Object> guide = words("name", "legend", "nrow", rows());
        List<String> names = new ArrayList<>(series);
        return words(
                "aesthetic", aesthetic, "name", "", "values", values, "breaks", names, "limits", names, "guide", guide);
    }

    private int shape(String name) {
        return dots.stream()
                .filter(layer -> layer.series().equals(name))
                .findFirst()
                .map(layer -> layer.dot().code())
                .orElse(Layer.Dot.DISC.code());
    }

    private Map<String, Object> scale(String aesthetic, Axis axis) {
        Map<String, Object> scale = words("aesthetic", aesthetic, "name", axis.label(), "expand", expansion(axis));
        if (axis.scale() == Axis.Scale.LOGARITHMIC) {
            ticks(scale, decades(aesthetic), decade -> "1e" + Math.round(decade));
        }
        if (!axis.names().isEmpty()) {
            List<Double> rows = IntStream.range(0, axis.names().size())
                    .mapToObj(i -> 1.0 * i)
                    .toList();
            ticks(scale, rows, row -> axis.names().get(row.intValue()));
            scale.put("limits", new ArrayList<>(List.of(-MARGIN, rows.size() - 1 + MARGIN)));
        }
        if (plot.isPlane()) {
            scale.put("limits", new ArrayList<>(List.of(-Plane.REACH, Plane.REACH)));
        }
        return scale;
    }

    private static void ticks(Map<String, Object> scale, List<Double> at, Function<Double, String> label) {
        scale.put("breaks", new ArrayList<>(at));
        scale.put("labels", new ArrayList<>(at.stream().map(label).toList()));
    }

    /** Whole powers of ten within what is drawn, so many that they have room. */
    private List<Double> decades(String aesthetic) {
        DoubleSummaryStatistics drawn = plot.numbers(aesthetic.equals("x"))
                .mapToDouble(Double::doubleValue)
                .map(Axis.Scale.LOGARITHMIC::place)
                .summaryStatistics();
        double step = Math.max(1, Math.ceil((drawn.getMax() - drawn.getMin()) / TICKS.getOrDefault(aesthetic, 7)));
        return DoubleStream.iterate(
                        Math.ceil(drawn.getMin() / step) * step, at -> at <= drawn.getMax(), at -> at + step)
                .boxed()
                .toList();
    }

    /** Room around what is drawn, as a share of it; limits need none. */
    private List<Object> expansion(Axis axis) {
        boolean limited = plot.isPlane() || !axis.names().isEmpty();
        return new ArrayList<>(List.of(limited ? 0.0 : 0.05, 0.0));
    }

    /** As many names in a row of the legend as have room. */
    private int rows() {
        int letters = series.stream().mapToInt(name -> name.length() + KEY).sum();
        return (letters + LETTERS - 1) / LETTERS;
    }

    private Map<String, Object> theme() {
        Map<String, Object> none = words("name", "blank", "blank", true);
        Map<String, Object> theme = words(
                "name", "minimal",
                "legend_position", "bottom",
                "plot_title", words("name", "text", "size", 13.0, "face", "bold"),
                "axis_title", words("name", "text", "size", 11.0),
                "axis_text", words("name", "text", "size", 10.0),
                "legend_text", words("name", "text", "size", 11.0),
                "legend_title", words("name", "text", "size", 11.0),
                "panel_grid_major",
                        plot.isPlane() ? none : words("name", "line", "color", Tone.GRID.light(), "size", 1.0));
        theme.put("plot_background", none);
        theme.put("panel_grid_minor", none);
        if (plot.isPlane()) {
            theme.put("panel_background", words("name", "rect", "blank", false, "fill", FIELD.get(0), "size", 0.0));
        }
        return theme;
    }

    /** Names and values in turn. The library writes into what it is given. */
    private static Map<String, Object> words(Object... namesAndValues) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            words.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return words;
    }
}
