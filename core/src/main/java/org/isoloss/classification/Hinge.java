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
 * Hinge loss of each element: scores should have the right sign, by a margin.
 *
 * <pre>l = max(0, m - y x)</pre>
 *
 * <p>Ports: {@code scores [N, *]}, of any scale; {@code signs [N, *]}, -1 or 1.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: at the margin exactly the gradient is 0.
 *
 * <p>Source: Cortes and Vapnik 1995; {@code keras.losses.Hinge}, 3.15, with m = 1 and signs as labels.
 *
 * @param margin m, how far a score must be from 0 on the right side, at least 0; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Hinge(double margin, Reduction reduction) implements Loss {

    private static final Port SCORES = Port.prediction("scores", Domain.REAL, "N *");
    private static final Port SIGNS = Port.target("signs", Domain.SIGN, "N *");

    public Hinge {
        Check.atLeast("margin", margin, 0);
    }

    public Hinge() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(SCORES, SIGNS);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(
                in.get(SIGNS).times(in.get(SCORES)).negate().plus(margin).relu());
    }

    public Hinge withMargin(double margin) {
        return new Hinge(margin, reduction);
    }

    public Hinge withReduction(Reduction reduction) {
        return new Hinge(margin, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new Hinge(0.5, Reduction.SUM), new Hinge().withReduction(Reduction.NONE));
    }
}
