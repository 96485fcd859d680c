/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.regression;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Logarithm of the hyperbolic cosine of the error of each element: about half its square when small, its size less log 2 when
 * large.
 *
 * <pre>l = log cosh(x - y)</pre>
 *
 * <p>Ports: {@code values [N, *]}, what the network gives; {@code targets [N, *]}, what it should give, in the same unit.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: computed as {@code |e| + softplus(-2 |e|) - log 2}, which does not overflow.
 *
 * <p>Source: {@code keras.losses.LogCosh}, 3.15.
 *
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record LogCosh(Reduction reduction) implements Loss {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public LogCosh() {
        this(Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(VALUES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor e = in.get(VALUES).minus(in.get(TARGETS)).abs();
        return Terms.of(e.plus(e.times(-2).softplus()).minus(Math.log(2)));
    }

    public LogCosh withReduction(Reduction reduction) {
        return new LogCosh(reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new LogCosh(Reduction.SUM));
    }
}
