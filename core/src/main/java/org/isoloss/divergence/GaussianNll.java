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
 * Negative log-likelihood of targets under a normal distribution whose mean and variance are predicted.
 *
 * <pre>l = (log v + (x - y)^2 / v) / 2  [+ log(2 pi) / 2],   v = max(variance, s)</pre>
 *
 * <p>Ports: {@code means [N, *]}, {@code variances [N, *]}, greater than 0, in the squared unit of the means; {@code targets [N,
 * *]}.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: a variance below s counts as s, and has the gradient of s, so that it can grow again.
 *
 * <p>Source: Nix and Weigend 1994, equation 3; {@code torch.nn.GaussianNLLLoss}, PyTorch 1.13.
 *
 * @param smallest s, the least variance, greater than 0; 1e-6
 * @param full whether the constant {@code log(2 pi) / 2} is added; false
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record GaussianNll(double smallest, boolean full, Reduction reduction) implements Loss {

    private static final Port MEANS = Port.prediction("means", Domain.REAL, "N *");
    private static final Port VARIANCES = Port.prediction("variances", Domain.POSITIVE, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public GaussianNll {
        Check.above("smallest", smallest, 0);
    }

    public GaussianNll() {
        this(1e-6, false, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(MEANS, VARIANCES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor v = atLeast(smallest, in.get(VARIANCES));
        Tensor e = in.get(MEANS).minus(in.get(TARGETS));
        Tensor l = v.log().plus(e.square().over(v)).over(2);
        return Terms.of(full ? l.plus(Math.log(2 * Math.PI) / 2) : l);
    }

    private static Tensor atLeast(double smallest, Tensor v) {
        Tensor small = v.fill(smallest).greaterThan(v);
        return v.where(small.not(), v.plus(v.negate().plus(smallest).stopGradient()));
    }

    public GaussianNll withSmallest(double smallest) {
        return new GaussianNll(smallest, full, reduction);
    }

    public GaussianNll withFull(boolean full) {
        return new GaussianNll(smallest, full, reduction);
    }

    public GaussianNll withReduction(Reduction reduction) {
        return new GaussianNll(smallest, full, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new GaussianNll(1e-3, true, Reduction.SUM));
    }
}
