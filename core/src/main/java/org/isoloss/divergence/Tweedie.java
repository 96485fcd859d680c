/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.divergence;

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
 * Deviance of amounts under a Tweedie distribution, halved, from logarithms of their mean: insurance claims, rainfall, counts,
 * durations. The variance grows as a power of the mean: 0 normal, 1 Poisson, between 1 and 2 many zeros and a continuous rest, 2 gamma,
 * 3 inverse Gaussian.
 *
 * <pre>
 * l = e(2 - p, x) - y e(1 - p, x),   e(a, x) = exp(a x) / a, and x for a = 0
 * full: l = e(2 - p, x) - y e(1 - p, x) + c(y),   which is 0 where exp(x) = y
 * </pre>
 *
 * <p>Ports: {@code logMeans [N, *]}, natural logarithms of expected amounts; {@code amounts [N, *]}, at least 0, and greater than 0
 * for p of 2 and more.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: the exponentials overflow for logarithms whose multiple by {@code |2 - p|} or {@code |1 - p|} is beyond 700, or 88 in float32.
 *
 * <p>Source: Jorgensen 1987; {@code sklearn}'s HalfTweedieLoss, HalfPoissonLoss and HalfGammaLoss, 1.2.
 *
 * @param power p, 0 or at least 1; 1.5
 * @param full whether what depends on the amount alone is added, which changes no gradient; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Tweedie(double power, boolean full, Reduction reduction) implements Loss {

    private static final Port LOG_MEANS = Port.prediction("logMeans", Domain.LOG_RATE, "N *");
    private static final Port AMOUNTS = Port.target("amounts", Domain.COUNT, "N *");

    public Tweedie {
        checkPower(power);
    }

    public Tweedie() {
        this(1.5, false, Reduction.MEAN);
    }

    static void checkPower(double power) {
        if (power != 0) {
            Check.atLeast("power other than 0", power, 1);
        }
    }

    @Override
    public Signature signature() {
        return Signature.of(LOG_MEANS, AMOUNTS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor x = in.get(LOG_MEANS);
        Tensor y = in.get(AMOUNTS);
        Tensor l = cost(power, x, y);
        return Terms.of(full ? l.minus(least(power, y)) : l);
    }

    static Tensor cost(double power, Tensor x, Tensor y) {
        return growth(2 - power, x).minus(y.times(growth(1 - power, x)));
    }

    /** {@code exp(a x) / a}, whose derivative is {@code exp(a x)}; so is that of {@code x} for a = 0. */
    private static Tensor growth(double a, Tensor x) {
        return a == 0 ? x : x.times(a).exp().over(a);
    }

    /** What the loss is at best, with {@code exp(x) = y}; 0 for an amount of 0, where it tends to that below a power of 2. */
    static Tensor least(double power, Tensor y) {
        Tensor some = y.greaterThan(0);
        Tensor amount = y.where(some, 1);
        return cost(power, amount.log(), amount).where(some, 0);
    }

    public Tweedie withPower(double power) {
        return new Tweedie(power, full, reduction);
    }

    public Tweedie withFull(boolean full) {
        return new Tweedie(power, full, reduction);
    }

    public Tweedie withReduction(Reduction reduction) {
        return new Tweedie(power, full, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        Tweedie plain = new Tweedie();
        return List.of(
                plain.withPower(0).withFull(true),
                plain.withPower(1),
                plain.withPower(2),
                plain.withPower(3).withReduction(Reduction.SUM));
    }
}
