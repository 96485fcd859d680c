/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.OptionalDouble;
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
 * Focal loss of each element: binary cross-entropy that is turned down where the network is right already.
 *
 * <pre>l = a_t (1 - p_t)^g (-(y log p + (1 - y) log(1 - p))),   p = sigmoid(z)
 *
 * p_t = y p + (1 - y)(1 - p),   a_t = y a + (1 - y)(1 - a)</pre>
 *
 * <p>Ports: {@code logits [N, *]}, natural-log odds; {@code truths [N, *]}, 0, 1 or a probability between.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: {@code 1 - p_t} is computed as {@code y sigmoid(-z) + (1 - y) sigmoid(z)}, so that value and gradient are finite and
 * alive where p rounds to 0 or 1, for every g. With g = 0 it is binary cross-entropy.
 *
 * <p>Source: Lin et al. 2017, equation 5, as {@code torchvision.ops.sigmoid_focal_loss}, which sums up nothing by default.
 *
 * @param alpha a, what positives count for, in [0, 1], while negatives count for 1 - a; 0.25. Empty: both count for 1
 * @param gamma g, how strongly easy elements are turned down, at least 0; 2
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record SigmoidFocal(OptionalDouble alpha, double gamma, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SIGMOID_LOGITS, "N *");
    private static final Port TRUTHS = Port.target("truths", Domain.BINARY, "N *");

    public SigmoidFocal {
        alpha.ifPresent(a -> Check.probability("alpha", a));
        Check.atLeast("gamma", gamma, 0);
    }

    public SigmoidFocal() {
        this(OptionalDouble.of(0.25), 2, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, TRUTHS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor z = in.get(LOGITS);
        Tensor y = in.get(TRUTHS);
        Tensor no = y.negate().plus(1);
        Tensor cost = y.times(z.negate().softplus()).plus(no.times(z.softplus()));
        Tensor focused = gamma == 0 ? cost : cost.times(focus(z, y, no));
        return Terms.of(alpha.isPresent() ? focused.times(share(y, alpha.getAsDouble())) : focused);
    }

    /** {@code (1 - p_t)^g}, from what is not negative, so that no digit is lost where p rounds to 1. */
    private Tensor focus(Tensor z, Tensor y, Tensor no) {
        Tensor wrong = y.times(z.negate().sigmoid()).plus(no.times(z.sigmoid()));
        return Focus.on(wrong, gamma);
    }

    private static Tensor share(Tensor y, double a) {
        return y.times(2 * a - 1).plus(1 - a);
    }

    public SigmoidFocal withAlpha(double alpha) {
        return new SigmoidFocal(OptionalDouble.of(alpha), gamma, reduction);
    }

    /** With positives and negatives counting alike. */
    public SigmoidFocal withoutAlpha() {
        return new SigmoidFocal(OptionalDouble.empty(), gamma, reduction);
    }

    public SigmoidFocal withGamma(double gamma) {
        return new SigmoidFocal(alpha, gamma, reduction);
    }

    public SigmoidFocal withReduction(Reduction reduction) {
        return new SigmoidFocal(alpha, gamma, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        SigmoidFocal plain = new SigmoidFocal();
        return List.of(
                plain.withoutAlpha().withGamma(0.5),
                plain.withGamma(0),
                plain.withGamma(1).withReduction(Reduction.SUM),
                plain.withReduction(Reduction.NONE));
    }
}
