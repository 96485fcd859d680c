/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.List;

/** A network in one of the frameworks, as the comparison sees it. */
interface Network extends AutoCloseable {

    /** The framework's name, for tables. */
    String framework();

    /** One step of plain stochastic gradient descent; returns the loss before it. */
    double step(Minibatch batch);

    /** {@code [rows, classes]} scores, row by row; what is largest is what the network believes. */
    float[] scores(Minibatch batch);

    /** The present numbers of its layers, first to last. */
    List<Dense> layers();

    @Override
    void close();

    /** The share of rows whose label has the largest score. */
    default double accuracy(Minibatch batch) {
        float[] scores = scores(batch);
        int classes = scores.length / batch.rows();
        int right = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int best = row * classes;
            for (int i = best + 1; i < (row + 1) * classes; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            right += best % classes == batch.label(row) ? 1 : 0;
        }
        return (double) right / batch.rows();
    }

    /** The largest difference of two parameters in the same place. */
    default double distance(Network other) {
        List<Dense> mine = layers();
        List<Dense> theirs = other.layers();
        double largest = 0;
        for (int i = 0; i < mine.size(); i++) {
            largest = Math.max(largest, mine.get(i).distance(theirs.get(i)));
        }
        return largest;
    }
}
