/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.isoloss.report.Drawing;
import org.isoloss.report.Figure;
import org.isoloss.report.Gallery;
import org.isoloss.report.Plot;
import org.junit.jupiter.api.Test;

/** {@code docs/pictures} and {@code docs/shapes.md} show what the losses compute. {@code -Disoloss.docs=write} makes it so. */
class PicturesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PICTURES = DOCS.resolve("pictures");

    @Test
    void everyPictureOfTheGalleryIsCurrent() throws IOException {
        List<Plot> plots = Gallery.all().stream()
                .flatMap(figure -> figure.plots().stream())
                .toList();
        assertThat(plots).hasSizeGreaterThan(10);
        for (Plot plot : plots) {
            Docs.assertSays(PICTURES.resolve(plot.id() + ".svg"), Drawing.standalone(plot));
        }
    }

    @Test
    void thePageOfShapesIsCurrent() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Shapes of losses

                What the choice of a loss, and of its parameters, changes. Every curve is computed by the losses themselves, value and
                gradient; the main job's page shows the same pictures, and `report --loss NAME` draws any other loss. Made from
                `Gallery`; do not edit.
                """);
        for (Figure figure : Gallery.all()) {
            page.append("%n## %s%n%n%s%n%n".formatted(figure.title(), figure.text()));
            figure.plots()
                    .forEach(plot -> page.append("<img src=\"pictures/%s.svg\" alt=\"%s: %s\" width=\"%d%%\">%n"
                            .formatted(
                                    plot.id(),
                                    plot.title(),
                                    plot.y().label(),
                                    96 / figure.plots().size())));
        }
        Docs.assertSays(DOCS.resolve("shapes.md"), page.toString());
    }
}
