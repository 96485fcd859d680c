/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.regression;

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
import org.isoloss.tensor.Tensor;

/**
 * Quantile loss of each element, least at a quantile of the targets; also called pinball loss.
 *
 * <pre>l = max(t e, (t - 1) e),   e = y - x</pre>
 *
 * <p>Ports: {@code values [N, *]}, what the network gives; {@code targets [N, *]}, what it should give, in the same unit.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: where the error is 0 both slopes share the gradient. With t = 1/2 it is half the absolute error.
 *
 * <p>Source: Koenker and Bassett 1978; {@code sklearn.metrics.mean_pinball_loss}.
 *
 * @param quantile t, the quantile to predict, greater than 0 and less than 1; 0.5
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Quantile(double quantile, Reduction reduction) implements Loss {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public Quantile {
        Check.above("quantile", quantile, 0);
        Check.fraction("quantile", quantile);
    }

    public Quantile() {
        this(0.5, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(VALUES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor e = in.get(TARGETS).minus(in.get(VALUES));
        return Terms.of(e.times(quantile).max(e.times(quantile - 1)));
    }

    public Quantile withQuantile(double quantile) {
        return new Quantile(quantile, reduction);
    }

    public Quantile withReduction(Reduction reduction) {
        return new Quantile(quantile, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new Quantile(0.9, Reduction.MEAN), new Quantile(0.1, Reduction.SUM));
    }
}
