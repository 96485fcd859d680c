/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Port;
import org.isoloss.Signature;
import org.isoloss.tensor.Tensor;

/**
 * What the losses of ranked lists share: documents that are there, their pairs and their ranks. In a table of pairs
 * {@code [N, L, L]} the row is the first document, the column the second.
 *
 * @param scores {@code [N, L]}, 0 where there is no document
 * @param grades {@code [N, L]}, 0 where there is no document
 * @param present {@code [N, L]}, where there is a document
 */
record Lists(Tensor scores, Tensor grades, Tensor present) {

    private static final Port SCORES = Port.prediction("scores", Domain.REAL, "N L");
    private static final Port GRADES = Port.target("grades", Domain.GRADE, "N L");

    static final Signature SIGNATURE = Signature.of(SCORES, GRADES);

    static Lists of(Inputs in) {
        Tensor grades = in.get(GRADES);
        Tensor present = grades.fill(0).greaterThan(grades).not();
        return new Lists(in.get(SCORES).where(present, 0), grades.where(present, 0), present);
    }

    /** {@code [N]}: the lists that have a document. */
    Tensor inhabited() {
        return present.toFloat(scores).sum(-1).greaterThan(0);
    }

    /** {@code [N, L]}: natural logarithms of the probabilities that are proportional to {@code exp(x)} among the documents. */
    Tensor logShares(Tensor x) {
        Tensor all = x.where(present, Double.NEGATIVE_INFINITY).logSumExp().where(inhabited(), 0);
        return x.minus(all.asColumn());
    }

    /** {@code x} of the first document less that of the second. */
    static Tensor gaps(Tensor x) {
        return x.asColumn().minus(across(x));
    }

    /** The pairs of documents, each with itself too. */
    Tensor pairs() {
        return present.asColumn().and(across(present));
    }

    /** The pairs of two documents. */
    Tensor others() {
        Tensor place = scores.range(scores.size(-1));
        return pairs().and(place.asColumn().isEqualTo(place).not());
    }

    /** The pairs whose first document has the higher grade. */
    Tensor ordered() {
        return pairs().and(grades.asColumn().greaterThan(across(grades)));
    }

    /** {@code [N, L]}: from 1, for the document with the largest {@code x}; of equal ones the first given is ahead. */
    Tensor ranks(Tensor x) {
        Tensor place = x.range(x.size(-1));
        Tensor tied = across(x).isEqualTo(x.asColumn()).and(place.asColumn().greaterThan(place));
        Tensor ahead = across(x).greaterThan(x.asColumn()).or(tied).and(across(present));
        return ahead.toFloat(x).sum(-1).plus(1);
    }

    /** {@code [N, L]}: the share of each document in the best discounted gain that the first {@code top} ranks can have. */
    Tensor gains(long top) {
        Tensor gain = grades.times(Math.log(2)).exp().minus(1);
        Tensor rank = ranks(grades);
        Tensor best = gain.over(discount(rank)).where(within(rank, top), 0).sum(-1);
        return gain.overOrZero(best.asColumn());
    }

    /** What a gain at a rank is divided by: {@code log2(1 + rank)}. */
    static Tensor discount(Tensor rank) {
        return rank.log1p().over(Math.log(2));
    }

    static Tensor within(Tensor rank, long top) {
        return rank.greaterThan(top).not();
    }

    /** {@code [N, 1, L]}: the second documents. */
    static Tensor across(Tensor x) {
        return x.reshape(x.size(0), 1, x.size(1));
    }
}
