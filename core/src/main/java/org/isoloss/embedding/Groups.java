/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Port;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Anchors beside their candidates, and which pairs are compared: those of one label, of which none is an embedding with itself,
 * and those of two. Masked rows are neither anchors nor candidates.
 *
 * @param anchors {@code [A, D]}
 * @param candidates {@code [B, D]}
 * @param positives indicators {@code [A, B]} of pairs that belong together
 * @param negatives the same of pairs that do not
 * @param rows how many rows the batch has: A, or half of it where there are two views
 */
record Groups(Tensor anchors, Tensor candidates, Tensor positives, Tensor negatives, long rows) {

    private static final Port EMBEDDINGS = Port.prediction("embeddings", Domain.EMBEDDING, "N D");
    private static final Port LABELS = Port.target("labels", Domain.GROUP, "N");
    private static final Port SECOND_VIEWS = Port.prediction("views", Domain.EMBEDDING, "N D");
    private static final Port GALLERY = Port.prediction("gallery", Domain.EMBEDDING, "M D");
    private static final Port GALLERY_LABELS = Port.target("galleryLabels", Domain.GROUP, "M");

    /** Of a loss of groups whose terms belong to rows. */
    static Signature signature(Candidates candidates) {
        Signature signature =
                switch (candidates) {
                    case BATCH -> Signature.of(EMBEDDINGS, LABELS);
                    case VIEWS -> Signature.of(EMBEDDINGS, SECOND_VIEWS, LABELS);
                    case GALLERY -> Signature.of(EMBEDDINGS, GALLERY, LABELS, GALLERY_LABELS);
                };
        return signature.rows(Rows.COUPLED);
    }

    static Groups of(Candidates candidates, Inputs in) {
        Tensor x = in.get(EMBEDDINGS);
        Tensor y = in.get(LABELS);
        return switch (candidates) {
            case BATCH -> among(x, y, in.kept(), x.size(0));
            case VIEWS ->
                among(
                        Tensor.concat(List.of(x, in.get(SECOND_VIEWS)), 0),
                        Tensor.concat(List.of(y, y), 0),
                        in.kept().map(k -> Tensor.concat(List.of(k, k), 0)),
                        x.size(0));
            case GALLERY -> {
                Tensor same = y.asColumn().isEqualTo(in.get(GALLERY_LABELS));
                yield new Groups(x, in.get(GALLERY), among(in.kept(), same), among(in.kept(), same.not()), x.size(0));
            }
        };
    }

    private static Groups among(Tensor x, Tensor y, Optional<Tensor> kept, long rows) {
        Tensor same = y.asColumn().isEqualTo(y);
        Tensor at = y.range(x.size(0));
        Tensor others = at.asColumn().isEqualTo(at).not();
        Optional<Tensor> columns = kept.map(k -> k.asColumn().and(k));
        Tensor positives = same.and(others);
        Tensor negatives = same.not();
        return new Groups(
                x,
                x,
                columns.map(positives::and).orElse(positives),
                columns.map(negatives::and).orElse(negatives),
                rows);
    }

    private static Tensor among(Optional<Tensor> kept, Tensor pairs) {
        return kept.map(k -> pairs.and(k.asColumn())).orElse(pairs);
    }

    Tensor distances(Distance distance) {
        return distance.table(anchors, candidates);
    }

    /** {@code x [A, P]} for triples: the same for every negative. */
    static Tensor ofPositive(Tensor x) {
        return x.asColumn();
    }

    /** {@code x [A, N]} for triples: the same for every positive. */
    static Tensor ofNegative(Tensor x) {
        return x.reshape(x.size(0), 1, x.size(1));
    }

    /** A term for each row: the losses {@code [A, ...]} of its anchors, where they are valid. */
    Terms terms(Tensor losses, Tensor valid, boolean violatingOnly) {
        Tensor some = losses.where(valid, 0);
        return terms(some, violatingOnly ? violating(some) : valid.toFloat(some));
    }

    /** The same of losses that count for {@code counted} each. */
    Terms terms(Tensor losses, Tensor counted) {
        return Terms.of(perRow(losses)).countedAs(perRow(counted));
    }

    private Tensor perRow(Tensor x) {
        Tensor perAnchor = x.sum(IntStream.range(1, x.rank()).toArray());
        return x.size(0) == rows ? perAnchor : perAnchor.reshape(2, rows).sum(0);
    }

    /** 1 for each loss that is not 0. */
    static Tensor violating(Tensor losses) {
        return losses.isEqualTo(0).not().toFloat(losses);
    }

    /** The least of those that an indicator names along the last axis; infinity if it names none. */
    static Tensor least(Tensor x, Tensor among) {
        return x.where(among, Double.POSITIVE_INFINITY).negate().max(-1).negate();
    }

    /** The greatest of those that an indicator names along the last axis; -infinity if it names none. */
    static Tensor greatest(Tensor x, Tensor among) {
        return x.where(among, Double.NEGATIVE_INFINITY).max(-1);
    }

    /** Whether an indicator names any along the last axis. */
    static Tensor any(Tensor indicator, Tensor like) {
        return indicator.toFloat(like).max(-1).greaterThan(0);
    }
}
