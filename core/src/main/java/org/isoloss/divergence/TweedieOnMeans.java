/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.divergence;

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
 * Deviance of amounts under a Tweedie distribution, halved, from their mean. Prefer {@link Tweedie}, which takes logarithms of means, where
 * the network can give them.
 *
 * <pre>l = u(2 - p, m) - y u(1 - p, m) - (u(2 - p, y) - y u(1 - p, y)),   u(a, m) = m^a / a, and log m for a = 0</pre>
 *
 * <p>Ports: {@code means [N, *]}, expected amounts, greater than 0; {@code amounts [N, *]}, at least 0, and greater than 0 for p of 2 and
 * more.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: 0 where the mean is the amount.
 *
 * <p>Source: Jorgensen 1987; {@code sklearn}'s HalfTweedieLossIdentity, 1.2.
 *
 * @param power p, 0 or at least 1, as in {@link Tweedie}; 1.5
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record TweedieOnMeans(double power, Reduction reduction) implements Loss {

    private static final Port MEANS = Port.prediction("means", Domain.POSITIVE, "N *");
    private static final Port AMOUNTS = Port.target("amounts", Domain.COUNT, "N *");

    public TweedieOnMeans {
        Tweedie.checkPower(power);
    }

    public TweedieOnMeans() {
        this(1.5, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(MEANS, AMOUNTS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor y = in.get(AMOUNTS);
        return Terms.of(
                power == 0
                        ? in.get(MEANS).minus(y).square().over(2)
                        : Tweedie.cost(power, in.get(MEANS).log(), y).minus(Tweedie.least(power, y)));
    }

    public TweedieOnMeans withPower(double power) {
        return new TweedieOnMeans(power, reduction);
    }

    public TweedieOnMeans withReduction(Reduction reduction) {
        return new TweedieOnMeans(power, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        TweedieOnMeans plain = new TweedieOnMeans();
        return List.of(
                plain.withPower(0),
                plain.withPower(1),
                plain.withPower(2).withReduction(Reduction.SUM),
                plain.withPower(3));
    }
}
