/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.List;

/**
 * What both networks had come to after an epoch.
 *
 * @param number from 1
 * @param djl what DJL reports
 * @param dl4j what DL4J reports
 * @param distance the largest difference of two parameters in the same place
 */
record Epoch(int number, Result djl, Result dl4j, double distance) {

    /**
     * What one network had come to.
     *
     * @param loss mean over the batches, each before its step
     * @param accuracy in the rows held out
     */
    record Result(double loss, double accuracy) {}

    static final List<String> COLUMNS =
            List.of("epoch", "loss DJL", "DL4J", "differ by", "accuracy DJL", "DL4J", "parameters differ by");
    static final String HEADER = row(COLUMNS);

    /** The difference of the losses, relative to the larger. */
    double lossDifference() {
        return djl.loss() == dl4j.loss()
                ? 0
                : Math.abs(djl.loss() - dl4j.loss()) / Math.max(Math.abs(djl.loss()), Math.abs(dl4j.loss()));
    }

    String line() {
        return row(cells());
    }

    /** What {@link #COLUMNS} name. */
    List<String> cells() {
        return List.of(
                Integer.toString(number),
                Cell.of("%.6f", djl.loss()),
                Cell.of("%.6f", dl4j.loss()),
                Cell.difference(lossDifference()),
                Cell.of("%.2f %%", 100 * djl.accuracy()),
                Cell.of("%.2f %%", 100 * dl4j.accuracy()),
                Cell.difference(distance));
    }

    private static String row(List<String> cells) {
        return Cell.of("%5s  %10s  %10s  %9s  %12s  %8s  %20s", cells.toArray());
    }
}
