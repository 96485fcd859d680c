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

/**
 * Absolute error of each element.
 *
 * <pre>l = |x - y|</pre>
 *
 * <p>Ports: {@code values [N, *]}, what the network gives; {@code targets [N, *]}, what it should give, in the same unit.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: the gradient is 0 where the error is 0.
 *
 * <p>Source: {@code torch.nn.L1Loss}, PyTorch 1.13.
 *
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record AbsoluteError(Reduction reduction) implements Loss {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public AbsoluteError() {
        this(Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(VALUES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(in.get(VALUES).minus(in.get(TARGETS)).abs());
    }

    public AbsoluteError withReduction(Reduction reduction) {
        return new AbsoluteError(reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new AbsoluteError(Reduction.SUM), new AbsoluteError(Reduction.NONE));
    }
}
