/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * Layers on a pair of axes.
 *
 * @param id its name in files and pages: lower case letters, digits and hyphens
 * @param title one short line
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param layers the first at the bottom, one at least
 */
public record Plot(String id, String title, Axis x, Axis y, List<Layer> layers) {

    public Plot {
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "id must be lower case letters and digits between hyphens, got '%s'".formatted(id));
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers of '%s' must have at least one entry, got none".formatted(id));
        }
        layers = List.copyOf(layers);
    }

    /** The names in the legend, in the order of the layers. */
    List<String> series() {
        return layers.stream()
                .flatMap(layer -> layer instanceof Layer.Curve curve
                        ? Stream.of(curve.series())
                        : layer instanceof Layer.Dots dots ? Stream.of(dots.series()) : Stream.of())
                .distinct()
                .toList();
    }

    /** Whether both axes measure the same plane. */
    boolean isPlane() {
        return layers.stream().anyMatch(Layer.Field.class::isInstance);
    }
}
