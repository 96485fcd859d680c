/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

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
 * Hinge loss over labels: every label that holds should score higher than every one that does not, by a margin.
 *
 * <pre>l[i] = 1/C sum_(j holds) sum_(k does not) max(0, m - x[i, j] + x[i, k])</pre>
 *
 * <p>Ports: {@code scores [N, C, *]}, of any scale; {@code truths [N, C, *]}, 1 where a label holds and 0 where not; what lies
 * between is the share in which it does.
 *
 * <p>The mean divides by the number of rows that count.
 *
 * <p>Edges: at the margin exactly the gradient is 0; a row in which all labels hold, or none, has loss 0.
 *
 * <p>Source: {@code torch.nn.MultiLabelMarginLoss}, PyTorch 1.13, with m = 1 and the labels as numbers.
 *
 * @param margin m, by which labels that hold must lead, a number; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record MultiLabelHinge(double margin, Reduction reduction) implements Loss {

    private static final Port SCORES = Port.prediction("scores", Domain.REAL, "N C *");
    private static final Port TRUTHS = Port.target("truths", Domain.BINARY, "N C *");

    public MultiLabelHinge {
        Check.finite("margin", margin);
    }

    public MultiLabelHinge() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(SCORES, TRUTHS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor x = in.get(SCORES);
        Tensor t = in.get(TRUTHS);
        Tensor others = x.reshape(x.size(0), 1, x.size(1));
        Tensor fails = t.negate().plus(1).reshape(x.size(0), 1, x.size(1));
        Tensor lack = others.minus(x.asColumn()).plus(margin).relu();
        return Terms.of(lack.times(t.asColumn()).times(fails).sum(-1, -2).over(x.size(1)));
    }

    public MultiLabelHinge withMargin(double margin) {
        return new MultiLabelHinge(margin, reduction);
    }

    public MultiLabelHinge withReduction(Reduction reduction) {
        return new MultiLabelHinge(margin, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new MultiLabelHinge(0.5, Reduction.SUM), new MultiLabelHinge().withReduction(Reduction.NONE));
    }
}
