/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.embedding.CosineDistance;
import org.isoloss.embedding.Distance;
import org.isoloss.embedding.Similarity;

/**
 * What losses of embeddings compare pairs by, as if it were a loss: {@code first [N, D]} with {@code second [N, D]}.
 *
 * @param distance how far apart they are
 * @param alike whether it is the cosine instead
 */
public record PairBlock(Distance distance, boolean alike) implements Loss {

    private static final Port FIRST = Port.prediction("first", Domain.EMBEDDING, "N D");
    private static final Port SECOND = Port.prediction("second", Domain.EMBEDDING, "N D");

    public PairBlock() {
        this(new CosineDistance(), true);
    }

    @Override
    public Signature signature() {
        return Signature.of(FIRST, SECOND);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(
                alike
                        ? Similarity.COSINE.between(in.get(FIRST), in.get(SECOND))
                        : distance.between(in.get(FIRST), in.get(SECOND)));
    }

    @Override
    public Reduction reduction() {
        return Reduction.NONE;
    }
}
