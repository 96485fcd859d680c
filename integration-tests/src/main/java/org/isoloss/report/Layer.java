/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.List;
import java.util.OptionalInt;

/** What is drawn on a pair of axes, layer on layer. */
public sealed interface Layer {

    /** How many marks it leaves in the drawing; empty if that is for the drawing to find out, but one at least. */
    OptionalInt marks();

    /**
     * A line through points.
     *
     * @param series its name in the legend; layers of equal name have one colour
     * @param points in order; those that are not finite are left out
     */
    record Curve(String series, List<Point> points) implements Layer {
        public Curve {
            points = points.stream().filter(Point::isFinite).toList();
        }

        @Override
        public OptionalInt marks() {
            return OptionalInt.of(1);
        }
    }

    /**
     * A dot for each point. A plot with dots names dots alone in its legend.
     *
     * @param series its name in the legend; layers of equal name have one colour
     * @param dot its shape
     * @param points those that are not finite are left out
     */
    record Dots(String series, Dot dot, List<Point> points) implements Layer {
        public Dots {
            points = points.stream().filter(Point::isFinite).toList();
        }

        @Override
        public OptionalInt marks() {
            return OptionalInt.of(points.size());
        }
    }

    /** The shape of a dot. */
    enum Dot {
        DISC(16),
        RING(1),
        TRIANGLE(2);

        private final int code;

        Dot(int code) {
            this.code = code;
        }

        /** Its number in R, whose numbers Lets-Plot has. */
        int code() {
            return code;
        }
    }

    /**
     * Straight lines from side to side, that something must not cross.
     *
     * @param across which axis it crosses
     * @param at where on that axis
     */
    record Bound(Across across, List<Double> at) implements Layer {

        /** The axis that a bound crosses. */
        public enum Across {
            X,
            Y
        }

        public Bound {
            at = List.copyOf(at);
        }

        @Override
        public OptionalInt marks() {
            return OptionalInt.of(at.size());
        }
    }

    /**
     * Words at a place.
     *
     * @param at its middle
     * @param text one short line
     */
    record Note(Point at, String text) implements Layer {
        @Override
        public OptionalInt marks() {
            return OptionalInt.of(1);
        }
    }

    /**
     * A function of the plane, as bands of equal height.
     *
     * @param label what its numbers are
     * @param places on a grid
     * @param values one for each place
     */
    record Field(String label, List<Point> places, List<Double> values) implements Layer {
        public Field {
            places = List.copyOf(places);
            values = List.copyOf(values);
        }

        @Override
        public OptionalInt marks() {
            return OptionalInt.empty();
        }
    }

    /**
     * Arrows in the plane.
     *
     * @param from where they start
     * @param to where they point, one for each start
     */
    record Arrows(List<Point> from, List<Point> to) implements Layer {
        public Arrows {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        /** A shaft and a head each. */
        @Override
        public OptionalInt marks() {
            return OptionalInt.of(2 * from.size());
        }
    }
}
