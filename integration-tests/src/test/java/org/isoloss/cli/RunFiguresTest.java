/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.isoloss.Execution;
import org.isoloss.docs.Docs;
import org.isoloss.report.Drawing;
import org.isoloss.report.Figure;
import org.isoloss.report.Layer;
import org.isoloss.report.Plot;
import org.isoloss.report.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

class RunFiguresTest {

    private static final Path PICTURES = Path.of("..", "docs", "pictures");
    private static final int EPOCHS = 30;
    private static final RunFigures FIGURES = new RunFigures(Limits.STANDARD);

    private static Epoch epoch(int number) {
        return new Epoch(
                number,
                new Epoch.Result(1.0 / number, 0.9),
                new Epoch.Result(1.0 / number + (number == 2 ? 1e-6 : 0), 0.8),
                1e-7 * number);
    }

    private static List<Point> dots(Plot plot, String series) {
        return plot.layers().stream()
                .filter(Layer.Dots.class::isInstance)
                .map(Layer.Dots.class::cast)
                .filter(layer -> layer.series().startsWith(series))
                .flatMap(layer -> layer.points().stream())
                .toList();
    }

    @Test
    void trainingShowsEveryEpochOfBothFrameworks() {
        List<Epoch> epochs =
                IntStream.rangeClosed(1, 3).mapToObj(RunFiguresTest::epoch).toList();
        Figure figure = FIGURES.training(Map.of(Execution.NATIVE, epochs)).get(0);

        Plot loss = figure.plots().get(0);
        Plot accuracy = figure.plots().get(1);
        Plot difference = figure.plots().get(2);
        assertThat(dots(loss, "DJL")).containsExactly(new Point(1, 1), new Point(2, 0.5), new Point(3, 1.0 / 3));
        assertThat(dots(loss, "DL4J")).hasSize(3).contains(new Point(2, 0.5 + 1e-6));
        assertThat(dots(accuracy, "DJL")).containsExactly(new Point(1, 90), new Point(2, 90), new Point(3, 90));
        assertThat(dots(accuracy, "DL4J")).containsExactly(new Point(1, 80), new Point(2, 80), new Point(3, 80));
        assertThat(dots(difference, "losses")).hasSize(1);
        assertThat(dots(difference, "parameters")).hasSize(3);
        assertThat(figure.tables().get(0).rows()).hasSize(3).allSatisfy(row -> assertThat(row)
                .hasSize(Epoch.COLUMNS.size()));
    }

    @Test
    void parityShowsTheWorseOfValueAndGradientAndNothingThatWasNotCompared() {
        ParityRow.Differences some = new ParityRow.Differences(1e-16, 3e-16);
        ParityRow.Differences none = new ParityRow.Differences(0, 0);
        List<ParityRow> rows = List.of(
                new ParityRow("a.First", Parity.Precision.FLOAT64, Execution.NATIVE, some, none),
                new ParityRow(
                        "a.FirstOnOdds", Parity.Precision.FLOAT64, Execution.AUTO, some, ParityRow.Differences.NONE));
        Figure figure = FIGURES.parity(rows);

        Plot djl = figure.plots().get(0);
        Plot dl4j = figure.plots().get(1);
        assertThat(djl.y().names()).containsExactly("\u2026OnOdds", "First");
        assertThat(dots(djl, "float64 NATIVE")).containsExactly(new Point(3e-16, 1));
        assertThat(dots(djl, "float64 AUTO")).containsExactly(new Point(3e-16, 0));
        assertThat(dots(dl4j, "float64 NATIVE")).containsExactly(new Point(1e-18, 1));
        assertThat(dots(dl4j, "float64 AUTO")).isEmpty();
        assertThat(Drawing.inline(dl4j)).contains("class=\"layer dots\" clip-path");
        assertThat(djl.layers().get(0)).isEqualTo(new Layer.Bound(Layer.Bound.Across.X, List.of(1e-12, 1e-5)));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "NaN,NaN"})
    void whatDoesNotDifferAtAllIsDrawnAndWhatIsNoNumberIsLeftOut(double loss, double distance) {
        Epoch.Result same = new Epoch.Result(loss, 1);
        List<Epoch> epochs = List.of(new Epoch(1, same, same, distance), new Epoch(2, same, same, distance));
        Figure figure = FIGURES.training(Map.of(Execution.AUTO, epochs)).get(0);

        assertThat(figure.plots()).hasSize(3).allSatisfy(plot -> assertThat(Drawing.inline(plot))
                .contains("class=\"layer dots\""));
    }

    /**
     * The documentation shows a whole run. Its last digits belong to the machine, so what is compared is how much is drawn;
     * {@code -Disoloss.docs=write} runs again.
     */
    @Test
    void theDocumentationShowsAWholeRun() throws IOException {
        int losses = LossCatalogue.all().entries().size();
        if (Docs.areWritten()) {
            Files.createDirectories(PICTURES);
            for (Plot plot : run()) {
                Files.writeString(PICTURES.resolve(plot.id() + ".svg"), Drawing.standalone(plot));
            }
        }
        for (String name : List.of("training-native-loss", "training-native-accuracy", "training-auto-loss")) {
            assertThat(marks(name)).as(name).isEqualTo(2 * EPOCHS);
        }
        assertThat(marks("parity-djl")).isEqualTo(4 * losses);
        assertThat(marks("parity-dl4j")).isBetween(2 * losses, 4 * losses);
        assertThat(Files.readString(PICTURES.resolve("parity-djl.svg")).split("class=\"axis-text-y", -1))
                .hasSize(losses + 1);
    }

    private static int marks(String name) throws IOException {
        String drawn = Files.readString(PICTURES.resolve(name + ".svg"));
        return Pattern.compile("class=\"layer dots\"[^>]*data-marks=\"(\\d+)\"")
                .matcher(drawn)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    private static List<Plot> run() {
        CommandSpec spec = Main.commandLine(Limits.STANDARD)
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(new StringWriter()))
                .getCommandSpec();
        TrainingOptions standard = new TrainingOptions();
        List<Figure> figures =
                new ArrayList<>(FIGURES.training(TrainCommand.train(Lesson.of(standard), standard, spec)));
        figures.add(FIGURES.parity(ParityCommand.compare(LossCatalogue.all().entries(), ParityCommand.SEED, spec)));
        return figures.stream().flatMap(figure -> figure.plots().stream()).toList();
    }
}
