/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Map;
import java.util.TreeMap;

/** The targets of all batches so far, together. Holds sums, not rows. */
final class TargetPool {

    private final Map<Integer, Double> classes = new TreeMap<>();
    private boolean allClasses = true;
    private long batches;
    private long rows;
    private long width;
    private double mean;
    private double squares;
    private double squaresWithin;
    private double freedomWithin;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    void add(Targets t, long width) {
        if (t.rows() == 0) {
            return;
        }
        batches++;
        this.width = Math.max(this.width, width);
        double delta = t.mean() - mean;
        long all = rows + t.rows();
        squares += t.variance() * t.rows() + delta * delta * rows * t.rows() / all;
        mean += delta * t.rows() / all;
        rows = all;
        squaresWithin += t.variance() * t.rows();
        freedomWithin += t.rows() - 1;
        least = Math.min(least, t.least());
        most = Math.max(most, t.most());
        t.classes().forEach((c, n) -> classes.merge(c, n, Double::sum));
        allClasses &= !t.classes().isEmpty();
    }

    long batches() {
        return batches;
    }

    long width() {
        return width;
    }

    double mean() {
        return mean;
    }

    double least() {
        return least;
    }

    double most() {
        return most;
    }

    double variance() {
        return rows == 0 ? 0 : squares / rows;
    }

    /** How many rows each class has had; empty if some batch had other targets. */
    Map<Integer, Double> classes() {
        return allClasses ? classes : Map.of();
    }

    /** The variance within batches over that of all rows: 1 for rows in random order, 0 where a batch has equal targets. */
    double mixture() {
        return freedomWithin == 0 || squares == 0 ? 1 : squaresWithin / freedomWithin / (squares / (rows - 1));
    }
}
