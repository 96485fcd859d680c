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
 * Pseudo-Huber loss of each element: like {@link Huber}, but smooth everywhere.
 *
 * <pre>l = d^2 (sqrt(1 + (e / d)^2) - 1),   e = x - y</pre>
 *
 * <p>Ports: {@code values [N, *]}, what the network gives; {@code targets [N, *]}, what it should give, in the same unit.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: with {@code t = |e / d|} computed as {@code t h(t)} up to 1 and {@code t - 1 + h(1 / t)} beyond, {@code h(t) = t / (sqrt(1 + t^2) + 1)},
 * which keeps its digits for small errors and never overflows before the loss does.
 *
 * <p>Source: Charbonnier et al. 1997; {@code scipy.special.pseudo_huber}.
 *
 * @param delta d, the error around which the loss goes over from squared to absolute, in the unit of the values, greater than 0; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record PseudoHuber(double delta, Reduction reduction) implements Loss {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public PseudoHuber {
        Check.above("delta", delta, 0);
    }

    public PseudoHuber() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(VALUES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor t = in.get(VALUES).minus(in.get(TARGETS)).abs().over(delta);
        Tensor large = t.greaterThan(1);
        Tensor small = t.where(large.not(), 0);
        Tensor near = small.times(halfTangent(small));
        Tensor big = t.where(large, 1);
        Tensor far = big.minus(1).plus(halfTangent(big.fill(1).over(big)));
        return Terms.of(far.where(large, near).times(delta * delta));
    }

    /** {@code x / (sqrt(1 + x^2) + 1)}. */
    private static Tensor halfTangent(Tensor x) {
        return x.over(x.square().plus(1).sqrt().plus(1));
    }

    public PseudoHuber withDelta(double delta) {
        return new PseudoHuber(delta, reduction);
    }

    public PseudoHuber withReduction(Reduction reduction) {
        return new PseudoHuber(delta, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new PseudoHuber(0.5, Reduction.SUM));
    }
}
