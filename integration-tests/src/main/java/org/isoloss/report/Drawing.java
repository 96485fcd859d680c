/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.List;
import java.util.Map;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * Draws plots as SVG with Lets-Plot, which needs neither fonts nor a screen. Equal plots give equal text.
 *
 * <p>Drawings are made for the width of a phone. They have no size of their own: a page may make them larger.
 */
public final class Drawing {

    private static final double WIDTH = 360;
    private static final double HEIGHT = 290;
    private static final double PLANE = 360;
    private static final double MARGINS = 120;
    private static final double ROW = 14;
    private static final double LEAST = 220;

    private Drawing() {}

    /** Part of a page that has the rules of {@link #css()}. */
    public static String inline(Plot plot) {
        return draw(plot).text();
    }

    /** A file by itself, which follows light and dark where it is shown. */
    public static String standalone(Plot plot) {
        return draw(plot).styled(css()).text() + "\n";
    }

    /** What a page needs for drawings to follow its colours. */
    static String css() {
        return Tone.css() + """
                .plot{background:var(--ground);font-family:"Helvetica Neue",Arial,"Liberation Sans",sans-serif}
                .plot text{fill:var(--ink);font-size:10px}
                .plot .plot-title{font-size:13px;font-weight:600}
                .plot .axis-title-x,.plot .axis-title-y,.plot .legend-title,.plot .legend-item{font-size:11px}
                .plot .note text{fill:var(--ink);stroke:var(--ground);stroke-width:3px;paint-order:stroke;stroke-linejoin:round}
                .plane .note text{fill:#fff;stroke:#000}
                """;
    }

    private static Svg draw(Plot plot) {
        Map<String, Object> specification = Specification.of(plot);
        DoubleVector size = new DoubleVector(WIDTH, height(plot));
        String drawn = PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
                specification, size, (width, height, pixels) -> refuse(), false);
        return Svg.parse(drawn).as(plot, List.of(WIDTH, height(plot)));
    }

    private static String refuse() {
        throw new UnsupportedOperationException("plots have no pixels");
    }

    private static double height(Plot plot) {
        int names = plot.y().names().size();
        return plot.isPlane() ? PLANE : names > 0 ? Math.max(LEAST, MARGINS + ROW * names) : HEIGHT;
    }
}
