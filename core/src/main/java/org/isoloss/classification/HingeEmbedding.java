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
 * Hinge loss of distances: those of like pairs should vanish, those of unlike pairs reach a margin.
 *
 * <pre>l = x             where y = 1
 * l = max(0, m - x)  where y = -1</pre>
 *
 * <p>Ports: {@code distances [N, *]}, in the unit of the margin; {@code signs [N, *]}, 1 for like and -1 for unlike.
 *
 * <p>The mean divides by the number of elements that count.
 *
 * <p>Edges: at the margin exactly the gradient is 0.
 *
 * <p>Source: {@code torch.nn.HingeEmbeddingLoss}, PyTorch 1.13.
 *
 * @param margin m, from which unlike pairs are far enough, at least 0; 1
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record HingeEmbedding(double margin, Reduction reduction) implements Loss {

    private static final Port DISTANCES = Port.prediction("distances", Domain.REAL, "N *");
    private static final Port SIGNS = Port.target("signs", Domain.SIGN, "N *");

    public HingeEmbedding {
        Check.atLeast("margin", margin, 0);
    }

    public HingeEmbedding() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(DISTANCES, SIGNS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor x = in.get(DISTANCES);
        return Terms.of(
                x.where(in.get(SIGNS).greaterThan(0), x.negate().plus(margin).relu()));
    }

    public HingeEmbedding withMargin(double margin) {
        return new HingeEmbedding(margin, reduction);
    }

    public HingeEmbedding withReduction(Reduction reduction) {
        return new HingeEmbedding(margin, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new HingeEmbedding(2, Reduction.SUM), new HingeEmbedding().withReduction(Reduction.NONE));
    }
}
