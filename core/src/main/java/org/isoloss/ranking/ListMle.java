/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * List-wise maximum likelihood: how improbable the order of the grades is, if documents are drawn one after the other with
 * probabilities proportional to the exponentials of their scores.
 *
 * <pre>l[i] = sum_k (log sum_{j >= k} exp(s[i, o(j)]) - s[i, o(k)]),   o sorts by grade, the best first</pre>
 *
 * <p>Ports: {@code scores [N, L]}, natural-log scores of L documents for each of N lists; {@code grades [N, L]}, how relevant
 * each is, at least 0; a negative grade says that there is no document.
 *
 * <p>The mean divides by the number of lists that have a document.
 *
 * <p>Edges: documents of equal grade stay in the order given. Padding changes nothing. A list of one document has loss 0.
 *
 * <p>Source: Xia et al. 2008, section 3.4.
 *
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record ListMle(Reduction reduction) implements Loss {

    private static final Port SCORES = Port.prediction("scores", Domain.REAL, "N L");
    private static final Port GRADES = Port.target("grades", Domain.GRADE, "N L");

    public ListMle() {
        this(Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(SCORES, GRADES);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor grades = in.get(GRADES);
        Tensor order = grades.argSort(true);
        Tensor none = grades.fill(0).greaterThan(grades.take(order));
        Tensor s = in.get(SCORES).take(order).where(none.not(), 0);
        Tensor cost = remaining(s, none).logSumExp().where(none.not(), 0).minus(s);
        Tensor documents = none.not().toFloat(s).sum(-1);
        return Terms.of(cost.sum(-1)).keep(Optional.of(documents.greaterThan(0)));
    }

    /** {@code [N, L, L]}: the scores of the documents that are left to draw from at each position. */
    private static Tensor remaining(Tensor s, Tensor none) {
        long lists = s.size(0);
        long length = s.size(1);
        Tensor rank = s.range(length);
        Tensor gone = rank.asColumn().greaterThan(rank).or(none.reshape(lists, 1, length));
        return s.reshape(lists, 1, length).where(gone.not(), Double.NEGATIVE_INFINITY);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new ListMle(Reduction.SUM), new ListMle(Reduction.NONE));
    }
}
