/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;

/**
 * Squared hinge loss of each element: scores should have the right sign, by a margin, and the worst errors cost most.
 *
 * <pre>l = max(0, m - y x)^2</pre>
 *
 * <p>Ports: {@code scores [N, *]}, of any scale; {@code signs [N, *]}, -1 or 1.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: smooth everywhere, also at the margin.
 *
 * <p>Source: {@code keras.losses.SquaredHinge}, 3.15, with m = 1 and signs as labels.
 *
 * @param margin m, how far a score must be from 0 on the right side, at least 0; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SquaredHinge(double margin, Reduction reduction) implements Loss {

    private static final Port SCORES = Port.prediction("scores", Domain.REAL, "N *");
    private static final Port SIGNS = Port.target("signs", Domain.SIGN, "N *");

    public SquaredHinge {
        Check.atLeast("margin", margin, 0);
    }

    public SquaredHinge() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(SCORES, SIGNS);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(
                in.get(SIGNS).times(in.get(SCORES)).negate().plus(margin).relu().square());
    }

    public SquaredHinge withMargin(double margin) {
        return new SquaredHinge(margin, reduction);
    }

    public SquaredHinge withReduction(Reduction reduction) {
        return new SquaredHinge(margin, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new SquaredHinge(0.5, Reduction.SUM), new SquaredHinge().withReduction(Reduction.NONE));
    }
}
