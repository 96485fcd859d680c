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
 * Smooth absolute error of each element: absolute, but squared near 0.
 *
 * <pre>l = e^2 / (2 b)     if |e| &lt; b,   e = x - y
 *     |e| - b / 2     otherwise</pre>
 *
 * <p>Ports: {@code values [N, *]}, what the network gives; {@code targets [N, *]}, what it should give, in the same unit.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: with b = 0 it is the absolute error.
 *
 * <p>Source: Girshick 2015, equation 3; {@code torch.nn.SmoothL1Loss}, PyTorch 1.13.
 *
 * @param beta b, the error below which the loss is squared, in the unit of the values, at least 0; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SmoothAbsoluteError(double beta, Reduction reduction) implements Loss {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public SmoothAbsoluteError {
        Check.atLeast("beta", beta, 0);
    }

    public SmoothAbsoluteError() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(VALUES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor e = in.get(VALUES).minus(in.get(TARGETS)).abs();
        if (beta == 0) {
            return Terms.of(e);
        }
        Tensor small = e.min(beta);
        return Terms.of(small.square().over(2 * beta).plus(e).minus(small));
    }

    public SmoothAbsoluteError withBeta(double beta) {
        return new SmoothAbsoluteError(beta, reduction);
    }

    public SmoothAbsoluteError withReduction(Reduction reduction) {
        return new SmoothAbsoluteError(beta, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new SmoothAbsoluteError().withBeta(0.25), new SmoothAbsoluteError(0, Reduction.SUM));
    }
}
