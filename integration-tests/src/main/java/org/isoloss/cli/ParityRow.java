/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.isoloss.Execution;

/**
 * How far the frameworks are from the core in one loss.
 *
 * @param loss its name
 * @param precision the frameworks' float type; the core computes in float64
 * @param path how the frameworks ran it
 * @param djl in DJL
 * @param dl4j in DL4J
 */
record ParityRow(String loss, Parity.Precision precision, Execution path, Differences djl, Differences dl4j) {

    /**
     * Differences from the core, relative to the largest entry.
     *
     * @param compared whether there was anything to compare; DL4J has no loss layer for some shapes
     * @param value of the loss
     * @param gradient with respect to any prediction
     */
    record Differences(boolean compared, double value, double gradient) {

        static final Differences NONE = new Differences(false, 0, 0);

        Differences(double value, double gradient) {
            this(true, value, gradient);
        }

        /** The worse of both in each. */
        Differences or(Differences other) {
            return new Differences(
                    compared || other.compared, Math.max(value, other.value), Math.max(gradient, other.gradient));
        }

        private String cell(double difference) {
            return compared ? Cell.difference(difference) : "-";
        }

        double largest() {
            return Math.max(value, gradient);
        }
    }

    private static final String FORMAT = "%-50s  %-7s  %-6s  %9s  %8s  %10s  %8s";
    static final String HEADER =
            Cell.of(FORMAT, "loss", "type", "path", "DJL value", "gradient", "DL4J value", "gradient");

    String line() {
        return Cell.of(
                FORMAT,
                loss,
                precision.name().toLowerCase(Locale.ROOT),
                path,
                djl.cell(djl.value()),
                djl.cell(djl.gradient()),
                dl4j.cell(dl4j.value()),
                dl4j.cell(dl4j.gradient()));
    }

    /** A sentence if a difference is larger than it may be. */
    Optional<String> broken(Limits limits) {
        String what = "%s in %s on %s may differ from the core";
        String type = precision.name().toLowerCase(Locale.ROOT);
        return Stream.of(
                        Limits.atMost(what.formatted(loss, type, "DJL"), djl.largest(), precision.limit(limits)),
                        Limits.atMost(what.formatted(loss, type, "DL4J"), dl4j.largest(), precision.limit(limits)))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
