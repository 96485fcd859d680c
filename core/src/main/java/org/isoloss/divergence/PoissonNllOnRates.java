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
 * Negative log-likelihood of counts under a Poisson distribution, from its rate. Prefer {@link PoissonNll}, which takes logarithms
 * of rates, where the network can give them.
 *
 * <pre>l = x - y log(x + s)                                   x = rate
 * full: l = x - y log(x + s) + y log y - y + log(2 pi y) / 2   for y &gt; 1</pre>
 *
 * <p>Ports: {@code rates [N, *]}, expected counts, at least 0; {@code counts [N, *]}, at least 0.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: s keeps the logarithm of a rate of 0 finite.
 *
 * <p>Source: {@code torch.nn.PoissonNLLLoss} without {@code log_input}, PyTorch 1.13.
 *
 * @param full whether Stirling's approximation of {@code log y!} is added, which changes no gradient; false
 * @param smallest s, added to the rate in the logarithm, greater than 0; 1e-8
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record PoissonNllOnRates(boolean full, double smallest, Reduction reduction) implements Loss {

    private static final Port RATES = Port.prediction("rates", Domain.POSITIVE, "N *");
    private static final Port COUNTS = Port.target("counts", Domain.COUNT, "N *");

    public PoissonNllOnRates {
        Check.above("smallest", smallest, 0);
    }

    public PoissonNllOnRates() {
        this(false, 1e-8, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(RATES, COUNTS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor x = in.get(RATES);
        Tensor y = in.get(COUNTS);
        Tensor l = x.minus(y.times(x.plus(smallest).log()));
        return Terms.of(full ? l.plus(PoissonNll.stirling(y)) : l);
    }

    public PoissonNllOnRates withFull(boolean full) {
        return new PoissonNllOnRates(full, smallest, reduction);
    }

    public PoissonNllOnRates withSmallest(double smallest) {
        return new PoissonNllOnRates(full, smallest, reduction);
    }

    public PoissonNllOnRates withReduction(Reduction reduction) {
        return new PoissonNllOnRates(full, smallest, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new PoissonNllOnRates(true, 1e-6, Reduction.SUM));
    }
}
