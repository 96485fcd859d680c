/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.isoloss.golden.Tensors.index;
import static org.isoloss.golden.Tensors.real;
import static org.isoloss.golden.Tensors.reshaped;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.host.HostTensor;
import org.isoloss.segmentation.BinaryDice;
import org.isoloss.segmentation.BinaryDiceOnProbabilities;
import org.isoloss.segmentation.Dice;

/** The losses of regions. */
final class SegmentationMappers {
    private SegmentationMappers() {}

    /** By "loss/impl". */
    static Map<String, Mapper> all() {
        return Map.of("dice_loss/smp", SegmentationMappers::dice);
    }

    private static Mapped dice(GoldenCase c) {
        c.params().number("eps", 0); // a floor under areas, and under overlaps whose logarithm is taken
        double smooth = c.params().number("smooth", 0);
        boolean logarithmic = c.params().flag("log_loss", false);
        List<Double> weights = classWeights(c);
        List<Integer> ignored = c.params().numbersOrNumber("ignore_index").stream()
                .map(Double::intValue)
                .toList();
        boolean logits = c.params().flag("from_logits", true);
        HostTensor prediction = c.tensor("y_pred");
        if (c.params().text("mode", "").equals("multiclass")) {
            if (!logits) {
                throw new UnmappedParameter("Dice takes logits");
            }
            Loss loss = new Dice(smooth, logarithmic, weights, ignored, Reduction.MEAN);
            return Mapped.of(loss, "y_pred", prediction, index(c.tensor("y_true")));
        }
        HostTensor truths = reshaped(real(c.tensor("y_true")), prediction.shape());
        Loss loss = logits
                ? new BinaryDice(smooth, logarithmic, weights, ignored, Reduction.MEAN)
                : new BinaryDiceOnProbabilities(smooth, logarithmic, weights, ignored, Reduction.MEAN);
        return Mapped.of(loss, "y_pred", prediction, truths);
    }

    /** Classes that are left out count for nothing. */
    private static List<Double> classWeights(GoldenCase c) {
        List<Double> classes = c.params().numbers("classes");
        if (classes.isEmpty()) {
            return c.params().numbers("class_weights");
        }
        if (c.params().has("class_weights")) {
            throw new UnmappedParameter("weights of chosen classes would have to be spread");
        }
        int width = (int) c.tensor("y_pred").shape()[1];
        List<Double> weights = new java.util.ArrayList<>(Collections.nCopies(width, 0.0));
        classes.forEach(chosen -> weights.set(chosen.intValue(), 1.0));
        return weights;
    }
}
