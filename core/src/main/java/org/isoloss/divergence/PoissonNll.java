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
 * Negative log-likelihood of counts under a Poisson distribution, from logarithms of its rate.
 *
 * <pre>l = exp(x) - y x                                   x = log rate
 * full: l = exp(x) - y x + y log y - y + log(2 pi y) / 2   for y &gt; 1</pre>
 *
 * <p>Ports: {@code logRates [N, *]}, natural logarithms of expected counts; {@code counts [N, *]}, at least 0.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: the exponential overflows beyond logarithms of about 700, and of 88 in float32. Stirling's term is left out up to a
 * count of 1, where it is a poor approximation.
 *
 * <p>Source: {@code torch.nn.PoissonNLLLoss} with {@code log_input}, PyTorch 1.13.
 *
 * @param full whether Stirling's approximation of {@code log y!} is added, which changes no gradient; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record PoissonNll(boolean full, Reduction reduction) implements Loss {

    private static final Port LOG_RATES = Port.prediction("logRates", Domain.LOG_RATE, "N *");
    private static final Port COUNTS = Port.target("counts", Domain.COUNT, "N *");

    public PoissonNll() {
        this(false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOG_RATES, COUNTS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor x = in.get(LOG_RATES);
        Tensor y = in.get(COUNTS);
        Tensor l = x.exp().minus(y.times(x));
        return Terms.of(full ? l.plus(stirling(y)) : l);
    }

    /** {@code y log y - y + log(2 pi y) / 2}, and 0 up to 1. */
    static Tensor stirling(Tensor y) {
        Tensor many = y.greaterThan(1);
        Tensor n = y.where(many, 2);
        Tensor logFactorial =
                n.times(n.log()).minus(n).plus(n.times(2 * Math.PI).log().over(2));
        return logFactorial.where(many, 0);
    }

    public PoissonNll withFull(boolean full) {
        return new PoissonNll(full, reduction);
    }

    public PoissonNll withReduction(Reduction reduction) {
        return new PoissonNll(full, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new PoissonNll(true, Reduction.SUM));
    }
}
