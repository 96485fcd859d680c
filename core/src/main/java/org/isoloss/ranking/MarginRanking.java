/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

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
 * Margin ranking loss: of two scores the right one must be higher, by a margin.
 *
 * <pre>l[i] = max(0, m - y[i] (a[i] - b[i]))</pre>
 *
 * <p>Ports: {@code first [N, *]} and {@code second [N, *]}, scores a and b of any unit; {@code signs [N, *]}, 1 if the first
 * should be higher, -1 if the second.
 *
 * <p>The mean divides by the number of terms that count.
 *
 * <p>Edges: the gradient is 0 where the margin is met exactly.
 *
 * <p>Source: {@code torch.nn.MarginRankingLoss} 1.13, whose gradient is that of the steep side where the margin is met exactly.
 *
 * @param margin m, in the unit of the scores, any number; 0
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record MarginRanking(double margin, Reduction reduction) implements Loss {

    private static final Port FIRST = Port.prediction("first", Domain.REAL, "N *");
    private static final Port SECOND = Port.prediction("second", Domain.REAL, "N *");
    private static final Port SIGNS = Port.target("signs", Domain.SIGN, "N *");

    public MarginRanking {
        Check.finite("margin", margin);
    }

    public MarginRanking() {
        this(0, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(FIRST, SECOND, SIGNS);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(in.get(SECOND)
                .minus(in.get(FIRST))
                .times(in.get(SIGNS))
                .plus(margin)
                .relu());
    }

    public MarginRanking withMargin(double margin) {
        return new MarginRanking(margin, reduction);
    }

    public MarginRanking withReduction(Reduction reduction) {
        return new MarginRanking(margin, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new MarginRanking().withMargin(0.5).withReduction(Reduction.SUM),
                new MarginRanking(-0.5, Reduction.NONE));
    }
}
