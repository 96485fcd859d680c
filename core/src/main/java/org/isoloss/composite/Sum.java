/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.composite;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.segmentation.Dice;

/**
 * The sum of losses, each reduced as it says.
 *
 * <pre>l = sum_k reduce(losses[k])</pre>
 *
 * <p>Ports: those of all parts, one after the other; ports of equal name, domain and dimensions are shared.
 *
 * <p>Each part's mean divides by what that part says. Masks, sample weights and an outside normaliser reach every part.
 *
 * <p>Edges: every part must be reduced to a number, so {@link Reduction#NONE} is refused.
 *
 * @param losses at least one; {@link CrossEntropy} and {@link Dice}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Sum(List<Loss> losses) implements Loss {

    public Sum {
        Check.notEmpty("losses", losses);
        losses = List.copyOf(losses);
        for (Loss part : losses) {
            if (part.reduction() == Reduction.NONE) {
                throw new IllegalArgumentException("losses must be reduced by SUM or MEAN, got NONE in " + part.name());
            }
        }
    }

    public Sum() {
        this(List.of(new CrossEntropy(), new Dice()));
    }

    public static Sum of(Loss... losses) {
        return new Sum(Arrays.asList(losses));
    }

    @Override
    public Signature signature() {
        return losses.stream()
                .map(Loss::signature)
                .reduce(Signature::and)
                .orElseThrow()
                .rows(Rows.COMPOSED);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(
                losses.stream().map(in::reduce).reduce((a, b) -> a.plus(b)).orElseThrow());
    }

    @Override
    public Reduction reduction() {
        return Reduction.SUM;
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(Sum.of(new CrossEntropy(), new Weighted(0.5, new Dice().withSmooth(1))));
    }
}
