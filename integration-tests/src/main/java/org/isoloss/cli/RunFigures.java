/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.isoloss.Execution;
import org.isoloss.report.Axis;
import org.isoloss.report.Figure;
import org.isoloss.report.Layer;
import org.isoloss.report.Plot;
import org.isoloss.report.Point;
import org.isoloss.report.Table;

/**
 * Pictures of a run: training and parity.
 *
 * @param limits drawn as bounds
 */
record RunFigures(Limits limits) {

    /** Where differences are drawn that are none at all. */
    private static final double NOTHING = 1e-18;

    private static final Axis EPOCHS = Axis.of("epoch");
    private static final Axis LOSS = Axis.of("mean loss");
    private static final Axis ACCURACY = Axis.of("right in held-out rows, %");
    private static final Axis DIFFERENCE = Axis.logarithmic("difference; of losses relative");

    /** One figure for each way to run the loss. */
    List<Figure> training(Map<Execution, List<Epoch>> runs) {
        return runs.entrySet().stream()
                .map(run -> training(run.getKey(), run.getValue()))
                .toList();
    }

    private Figure training(Execution execution, List<Epoch> epochs) {
        String id = "training-" + execution.name().toLowerCase(Locale.ROOT);
        String how = "losses run " + execution;
        return new Figure(
                "Training, " + how,
                "The same network from the same weights on the same batches: DL4J's rings lie around DJL's dots. By how much they "
                        + "differ is drawn too; dashed lines are what is permitted. What differs by nothing has no dot.",
                List.of(
                        new Plot(id + "-loss", "Loss, " + how, EPOCHS, LOSS, both(epochs, Epoch.Result::loss)),
                        new Plot(
                                id + "-accuracy",
                                "Accuracy, " + how,
                                EPOCHS,
                                ACCURACY,
                                both(epochs, r -> 100 * r.accuracy())),
                        new Plot(
                                id + "-difference",
                                "DJL against DL4J, " + how,
                                EPOCHS,
                                DIFFERENCE,
                                differences(epochs))),
                List.of(table(epochs, how)));
    }

    private static List<Layer> both(List<Epoch> epochs, ToDoubleFunction<Epoch.Result> what) {
        List<Point> djl = points(epochs, e -> what.applyAsDouble(e.djl()));
        return List.of(
                new Layer.Curve("DJL", djl),
                new Layer.Dots("DJL", Layer.Dot.DISC, djl),
                new Layer.Dots("DL4J", Layer.Dot.RING, points(epochs, e -> what.applyAsDouble(e.dl4j()))));
    }

    private List<Layer> differences(List<Epoch> epochs) {
        return List.of(
                new Layer.Bound(Layer.Bound.Across.Y, List.of(limits.loss(), limits.parameters())),
                new Layer.Dots(
                        "losses, up to " + Cell.of("%.0e", limits.loss()),
                        Layer.Dot.DISC,
                        positive(points(epochs, Epoch::lossDifference))),
                new Layer.Dots(
                        "parameters, up to " + Cell.of("%.0e", limits.parameters()),
                        Layer.Dot.TRIANGLE,
                        positive(points(epochs, Epoch::distance))));
    }

    private static List<Point> points(List<Epoch> epochs, ToDoubleFunction<Epoch> what) {
        return epochs.stream()
                .map(epoch -> new Point(epoch.number(), what.applyAsDouble(epoch)))
                .toList();
    }

    private static List<Point> positive(List<Point> points) {
        return points.stream().filter(p -> p.y() > 0).toList();
    }

    private static Table table(List<Epoch> epochs, String how) {
        List<List<String>> rows = new ArrayList<>();
        epochs.forEach(epoch -> rows.add(epoch.cells()));
        return new Table("Epoch by epoch, " + how, Epoch.COLUMNS, rows);
    }

    /** One plot for each framework. */
    Figure parity(List<ParityRow> rows) {
        return new Figure(
                "Parity with the core",
                "How far value and gradients of each loss are from the core, the worse of both, relative to the largest entry, and "
                        + "the worst over all variants of the loss. Dashed lines are what is permitted: "
                        + Cell.of(
                                "%.0e in float64, %.0e in float32. What differs by nothing stands at %.0e.",
                                limits.float64(), limits.float32(), NOTHING),
                List.of(
                        parity("djl", "DJL against the core", rows, ParityRow::djl),
                        parity("dl4j", "DL4J against the core", rows, ParityRow::dl4j)));
    }

    private Plot parity(
            String id, String title, List<ParityRow> rows, Function<ParityRow, ParityRow.Differences> framework) {
        List<String> upwards =
                new ArrayList<>(rows.stream().map(ParityRow::loss).distinct().toList());
        List<String> names = new ArrayList<>(names(upwards));
        Collections.reverse(upwards);
        Collections.reverse(names);
        Map<String, List<ParityRow>> series = rows.stream()
                .filter(row -> framework.apply(row).compared())
                .collect(Collectors.groupingBy(RunFigures::series, LinkedHashMap::new, Collectors.toList()));
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer.Bound(Layer.Bound.Across.X, List.of(limits.float64(), limits.float32())));
        series.forEach((name, some) -> layers.add(new Layer.Dots(
                name,
                some.get(0).path() == Execution.NATIVE ? Layer.Dot.RING : Layer.Dot.TRIANGLE,
                some.stream()
                        .map(row -> new Point(
                                Math.max(framework.apply(row).largest(), NOTHING), upwards.indexOf(row.loss())))
                        .toList())));
        Axis differences = Axis.logarithmic("difference, relative to the largest entry");
        return new Plot("parity-" + id, title, differences, Axis.named("", names), layers);
    }

    private static String series(ParityRow row) {
        return row.precision().name().toLowerCase(Locale.ROOT) + " " + row.path();
    }

    /** Without the family; what begins as the name before it goes on from there. */
    private static List<String> names(List<String> losses) {
        List<String> names = new ArrayList<>();
        String stem = "";
        for (String loss : losses) {
            String name = loss.substring(loss.lastIndexOf('.') + 1);
            boolean goesOn = !stem.isEmpty() && name.startsWith(stem + "On");
            names.add(goesOn ? "\u2026" + name.substring(stem.length()) : name);
            stem = goesOn ? stem : name;
        }
        return names;
    }
}
