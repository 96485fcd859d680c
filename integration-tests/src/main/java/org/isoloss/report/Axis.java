/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.util.List;

/**
 * One axis of a plot.
 *
 * @param label what is measured, with its unit
 * @param scale how numbers become lengths
 * @param names what stands at 0, 1, 2, ...; empty if the numbers stand for themselves
 */
public record Axis(String label, Scale scale, List<String> names) {

    /** How numbers become lengths. */
    public enum Scale {
        LINEAR {
            @Override
            double place(double number) {
                return number;
            }
        },
        /** Decimal logarithm; only what is greater than 0 can be drawn. */
        LOGARITHMIC {
            @Override
            double place(double number) {
                return Math.log10(number);
            }
        };

        abstract double place(double number);
    }

    public Axis {
        names = List.copyOf(names);
    }

    /** Numbers, evenly. */
    public static Axis of(String label) {
        return new Axis(label, Scale.LINEAR, List.of());
    }

    /** Numbers greater than 0, by their decimal logarithms. */
    public static Axis logarithmic(String label) {
        return new Axis(label, Scale.LOGARITHMIC, List.of());
    }

    /** A row for each name, the first at 0. */
    public static Axis named(String label, List<String> names) {
        return new Axis(label, Scale.LINEAR, names);
    }
}
