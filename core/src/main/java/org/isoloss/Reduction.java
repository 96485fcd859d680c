/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.OptionalDouble;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.Tensor;

/** How terms become the number to minimise. */
public enum Reduction {
    /** They stay as they are. */
    NONE {
        @Override
        Tensor apply(Terms terms, OptionalDouble normaliser) {
            return terms.values();
        }
    },
    /** {@code sum(values)}. */
    SUM {
        @Override
        Tensor apply(Terms terms, OptionalDouble normaliser) {
            return terms.sum();
        }
    },
    /** {@code sum(values) / sum(weights)}, or over the number of terms if they have no weights; 0 if nothing counts. */
    MEAN {
        @Override
        Tensor apply(Terms terms, OptionalDouble normaliser) {
            Tensor sum = terms.sum();
            if (normaliser.isPresent()) {
                return sum.over(normaliser.getAsDouble());
            }
            return terms.count()
                    .map(sum::overOrZero)
                    .orElseGet(() -> sum.over(Shapes.size(terms.values().shape())));
        }
    };

    /** {@code normaliser}, if given, is what a mean divides by. */
    abstract Tensor apply(Terms terms, OptionalDouble normaliser);
}
