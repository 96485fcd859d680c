/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.classification;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Labels;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Negative log-likelihood of class labels under log-probabilities that the network gives. Prefer {@link CrossEntropy}, which
 * takes logits, where the network ends in a softmax.
 *
 * <pre>l[i] = -w[y[i]] x[i, y[i]],   x = log p</pre>
 *
 * <p>Ports: {@code logProbabilities [N, C, *]}, natural logarithms of a distribution over the classes; {@code labels [N, *]},
 * class numbers from 0 to C-1.
 *
 * <p>The mean divides by {@code sum_i w[y[i]]} over the rows that count, which is their number without weights.
 *
 * <p>Edges: an ignored row has value and gradient 0, whatever is in it; if all are ignored, so has the loss. A true class
 * with a log-probability of -infinity costs infinity.
 *
 * <p>Source: {@code torch.nn.NLLLoss}, PyTorch 1.13.
 *
 * @param classWeights w, one weight of at least 0 for each class; none, which means 1
 * @param ignoreIndices labels that mark rows without part in the loss, inside or outside the classes; none
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record NegativeLogLikelihood(List<Double> classWeights, List<Integer> ignoreIndices, Reduction reduction)
        implements Loss {

    private static final Port LOG_PROBABILITIES = Port.prediction("logProbabilities", Domain.LOG_PROBABILITY, "N C *");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N *");

    public NegativeLogLikelihood {
        classWeights.forEach(w -> Check.atLeast("classWeights", w, 0));
        classWeights = List.copyOf(classWeights);
        ignoreIndices = List.copyOf(ignoreIndices);
    }

    public NegativeLogLikelihood() {
        this(List.of(), List.of(), Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOG_PROBABILITIES, LABELS).sized("classWeights", classWeights, "C");
    }

    @Override
    public Terms terms(Inputs in) {
        Labels y = in.labels(LABELS, ignoreIndices);
        Tensor cost = y.rows(in.get(LOG_PROBABILITIES)).pick(y.index()).negate();
        if (classWeights.isEmpty()) {
            return Terms.of(cost).keep(y.kept());
        }
        Tensor w = cost.constant(classWeights).lookUp(y.index());
        return Terms.of(cost.times(w)).countedAs(w).keep(y.kept());
    }

    public NegativeLogLikelihood withClassWeights(List<Double> classWeights) {
        return new NegativeLogLikelihood(classWeights, ignoreIndices, reduction);
    }

    public NegativeLogLikelihood withIgnoreIndices(Integer... ignoreIndices) {
        return new NegativeLogLikelihood(classWeights, Arrays.asList(ignoreIndices), reduction);
    }

    public NegativeLogLikelihood withReduction(Reduction reduction) {
        return new NegativeLogLikelihood(classWeights, ignoreIndices, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        NegativeLogLikelihood plain = new NegativeLogLikelihood();
        return List.of(
                plain.withClassWeights(List.of(0.5, 2.0, 1.0, 0.25, 3.0)).withIgnoreIndices(-100),
                plain.withIgnoreIndices(2, 4),
                plain.withReduction(Reduction.SUM),
                plain.withReduction(Reduction.NONE));
    }
}
