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
 * Huber loss of each element: squared for small errors, absolute for large ones.
 *
 * <pre>l = e^2 / 2               if |e| &lt;= d,   e = x - y
 *     d (|e| - d / 2)       otherwise</pre>
 *
 * <p>Ports: {@code values [N, *]}, what the network gives; {@code targets [N, *]}, what it should give, in the same unit.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: both formulas and their slopes agree at {@code |e| = d}. It is d times {@link SmoothAbsoluteError} with b = d.
 *
 * <p>Source: Huber 1964; {@code torch.nn.HuberLoss}, PyTorch 1.13.
 *
 * @param delta d, the error at which the loss goes over from squared to absolute, in the unit of the values, greater than 0; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Huber(double delta, Reduction reduction) implements Loss {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public Huber {
        Check.above("delta", delta, 0);
    }

    public Huber() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(VALUES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor e = in.get(VALUES).minus(in.get(TARGETS)).abs();
        Tensor small = e.min(delta);
        return Terms.of(small.square().over(2).plus(e.minus(small).times(delta)));
    }

    public Huber withDelta(double delta) {
        return new Huber(delta, reduction);
    }

    public Huber withReduction(Reduction reduction) {
        return new Huber(delta, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new Huber().withDelta(0.5), new Huber(2, Reduction.SUM));
    }
}
