/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.segmentation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * What the Dice losses share: how little predicted regions overlap the true ones, by class.
 *
 * @param smooth added to the overlap and to the mean area
 * @param logarithmic minus the logarithm of the overlap, instead of what it lacks to 1
 * @param classWeights empty if all classes count alike
 */
record Overlap(double smooth, boolean logarithmic, List<Double> classWeights) {

    /** Whatever overlaps less counts as this, so that its logarithm exists; also in float32. */
    private static final double LEAST = 1e-30;

    /** {@code x} in the elements that count, those of kept rows whose truth is not one of {@code ignored}, and 0 elsewhere. */
    static Tensor inside(Tensor x, Tensor truths, Optional<Tensor> kept, List<Integer> ignored) {
        return Stream.concat(
                        kept.map(Tensor::asColumn).stream(),
                        ignored.stream().map(i -> truths.isEqualTo(i).not()))
                .reduce(Tensor::and)
                .map(counted -> x.where(counted.broadcastTo(x.shape()), 0))
                .orElse(x);
    }

    /** Of memberships {@code [rows, C]}, predicted and true. */
    Terms terms(Tensor p, Tensor t) {
        Tensor overlap = p.times(t).sum(0).plus(smooth);
        Tensor area = p.sum(0).plus(t.sum(0)).over(2).plus(smooth);
        Tensor loss = logarithmic
                ? area.max(LEAST).log().minus(overlap.max(LEAST).log())
                : overlap.overOrZero(area).negate().plus(1);
        Tensor present = loss.where(t.sum(0).greaterThan(0), 0);
        if (classWeights.isEmpty()) {
            return Terms.of(present);
        }
        Tensor w = present.constant(classWeights);
        return Terms.of(present.times(w)).countedAs(w);
    }
}
