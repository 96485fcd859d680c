/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawingTest {

    private static final Pattern LAYER = Pattern.compile("<g [^>]*class=\"layer (\\w+)\"[^>]*>");

    private static final List<Point> POINTS =
            List.of(new Point(1, 0.1), new Point(2, 1e-3), new Point(3, Double.NaN), new Point(4, 1e-6));

    private static Plot plot() {
        return new Plot(
                "a-plot",
                "Five < six",
                Axis.of("epoch"),
                Axis.logarithmic("difference"),
                List.of(
                        new Layer.Curve("one", POINTS),
                        new Layer.Dots("one", Layer.Dot.DISC, POINTS),
                        new Layer.Dots("two", Layer.Dot.RING, POINTS),
                        new Layer.Bound(Layer.Bound.Across.Y, List.of(1e-5, 1e-2)),
                        new Layer.Note(new Point(2, 0.01), "here")));
    }

    @Test
    void equalPlotsGiveEqualText() {
        assertThat(Drawing.inline(plot())).isEqualTo(Drawing.inline(plot()));
    }

    @Test
    void layersSayWhatTheyAreAndHowManyMarksTheyHave() {
        String drawn = Drawing.inline(plot());
        Matcher layer = LAYER.matcher(drawn);
        StringBuilder found = new StringBuilder();
        while (layer.find()) {
            found.append(layer.group(1)).append(layer.group().replaceAll(".*data-marks=\"(\\d+)\".*", "$1 "));
        }
        assertThat(found).hasToString("curve1 dots3 dots3 bound2 note1 ");
    }

    @Test
    void whatIsWrittenIsTextThatIsNamedAndScales() {
        assertThat(Drawing.inline(plot()))
                .startsWith("<svg ")
                .contains("viewBox=\"0 0 360 290\"", "role=\"img\"")
                .contains("<title>Five &lt; six: difference against epoch</title>")
                .contains(">Five &lt; six</text>", ">1e-5</text>", ">two</text>", ">here</text>")
                .doesNotContain("width=\"360", "<style", "rgb(", "E-");
        assertThat(Drawing.standalone(plot())).contains("<style>", "prefers-color-scheme:dark", "--ground:#");
    }

    @Test
    void longNamesAreWhole() {
        List<String> names = List.of("BinaryCrossEntropyOnProbabilities", "NegativeLogLikelihood");
        Layer dots = new Layer.Dots("all", Layer.Dot.DISC, List.of(new Point(1, 0), new Point(2, 1)));
        Plot named = new Plot("named", "Names", Axis.of("x"), Axis.named("", names), List.of(dots));

        assertThat(Drawing.inline(named)).contains(">" + names.get(0) + "</text>", ">" + names.get(1) + "</text>");
    }

    @Test
    void seriesStandOutFromTheGround() {
        for (Tone tone : Tone.SERIES) {
            assertThat(contrast(tone.light(), Tone.GROUND.light()))
                    .as(tone + " in light")
                    .isGreaterThan(3);
            assertThat(contrast(tone.dark(), Tone.GROUND.dark()))
                    .as(tone + " in dark")
                    .isGreaterThan(3);
        }
    }

    /** WCAG 2.2, contrast ratio. */
    private static double contrast(String a, String b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        return IntStream.range(0, weights.length)
                .mapToDouble(
                        i -> weights[i] * linear(Integer.parseInt(colour.substring(2 * i + 1, 2 * i + 3), 16) / 255.0))
                .sum();
    }

    private static double linear(double level) {
        return level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4);
    }

    @Test
    void aPlotIsRefusedThatCannotBeNamedOrShowsNothing() {
        Axis axis = Axis.of("x");
        assertThatThrownBy(() -> new Plot("A b", "", axis, axis, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id must be lower case letters and digits between hyphens, got 'A b'");
        assertThatThrownBy(() -> new Plot("ab", "", axis, axis, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers of 'ab' must have at least one entry, got none");
        Layer zero = new Layer.Curve("a", List.of(new Point(0, 1)));
        assertThatThrownBy(() -> new Plot("ab", "", Axis.logarithmic("x"), axis, List.of(zero)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'x' of 'ab' must be greater than 0 to be logarithmic, got 0.0");
    }
}
