/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shifts each feature to mean 0 and scales it to a range of 2, so that one learning rate fits every data set. The range and not
 * the deviation, because a pixel that is almost never dark would otherwise shout when it is.
 *
 * @param features what is known of each
 */
record Scaling(List<DoubleSummaryStatistics> features) {

    static Scaling of(List<Example> examples) {
        int width = examples.get(0).features().size();
        return new Scaling(IntStream.range(0, width)
                .mapToObj(f ->
                        examples.stream().mapToDouble(e -> e.features().get(f)).summaryStatistics())
                .toList());
    }

    Example apply(Example example) {
        List<Double> scaled = IntStream.range(0, features.size())
                .mapToObj(f -> scaled(example.features().get(f), features.get(f)))
                .toList();
        return new Example(scaled, example.label());
    }

    private static double scaled(double value, DoubleSummaryStatistics known) {
        double range = known.getMax() - known.getMin();
        return range > 0 ? 2 * (value - known.getAverage()) / range : 0;
    }
}
