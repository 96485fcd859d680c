/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.List;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.classification.CrossEntropy;

/**
 * The exponential of the mean cross-entropy, as a user would write it. It is no loss of the library, because it overflows where its logarithm
 * trains just as well.
 */
public record Perplexity(List<Integer> ignoreIndices) implements Loss {

    public Perplexity() {
        this(List.of());
    }

    private Loss logarithm() {
        return new CrossEntropy(0, List.of(), ignoreIndices, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return logarithm().signature().rows(Rows.COMPOSED);
    }

    @Override
    public Terms terms(Inputs in) {
        return Terms.of(in.reduce(logarithm()).exp());
    }

    @Override
    public Reduction reduction() {
        return Reduction.SUM;
    }
}
