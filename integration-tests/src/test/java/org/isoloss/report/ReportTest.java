/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Figure FIGURE = new Figure(
            "A <figure>",
            "What & why",
            List.of(new Plot(
                    "one",
                    "One",
                    Axis.of("x"),
                    Axis.of("y"),
                    List.of(new Layer.Curve("a", List.of(new Point(0, 0), new Point(1, 1)))))),
            List.of(new Table("Numbers", List.of("a", "b"), List.of(List.of("1", "2"), List.of("3", "<4>")))));

    private static final String PAGE =
            new Report("Page", List.of(new Report.Fact("loss", "\"x\" < y")), List.of(FIGURE)).html();

    @Test
    void thePageShowsAllOfIt() {
        assertThat(PAGE)
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>Page</h1>", "<dt>loss</dt><dd>&quot;x&quot; &lt; y</dd>")
                .contains("<h2>A &lt;figure&gt;</h2>", "<p>What &amp; why</p>")
                .containsOnlyOnce("<svg ")
                .contains("<tr><td>1</td><td>2</td></tr>", "<tr><td>3</td><td>&lt;4&gt;</td></tr>");
    }

    @Test
    void thePageAsksTheNetworkForNothing() {
        assertThat(PAGE.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", ""))
                .doesNotContain("http:", "https:", "<script", "<img", "@import", "src=");
    }
}
