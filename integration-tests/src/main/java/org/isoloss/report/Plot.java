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
 * @param layers the first at the bottom, one at least; greater than 0 where an axis is logarithmic
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
        requirePositive(id, x, layers, true);
        requirePositive(id, y, layers, false);
    }

    private static void requirePositive(String id, Axis axis, List<Layer> layers, boolean horizontal) {
        if (axis.scale() == Axis.Scale.LOGARITHMIC) {
            numbers(layers, horizontal)
                    .filter(number -> !(number > 0))
                    .findFirst()
                    .ifPresent(number -> {
                        throw new IllegalArgumentException(
                                "'%s' of '%s' must be greater than 0 to be logarithmic, got %s"
                                        .formatted(axis.label(), id, number));
                    });
        }
    }

    private static Stream<Double> numbers(List<Layer> layers, boolean horizontal) {
        return layers.stream().flatMap(layer -> {
            if (layer instanceof Layer.Bound bound) {
                boolean along = (bound.across() == Layer.Bound.Across.X) == horizontal;
                return along ? bound.at().stream() : Stream.of();
            }
            Stream<Point> points = layer instanceof Layer.Curve curve
                    ? curve.points().stream()
                    : layer instanceof Layer.Dots dots ? dots.points().stream() : Stream.of();
            return points.map(p -> horizontal ? p.x() : p.y());
        });
    }

    /** Where curves, dots and bounds are on one of the axes. */
    Stream<Double> numbers(boolean horizontal) {
        return numbers(layers, horizontal);
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
