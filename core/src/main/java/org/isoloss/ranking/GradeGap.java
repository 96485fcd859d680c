/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.ranking;

import org.isoloss.tensor.Tensor;

/** What a pair of documents counts for by its grades, of which the first is the higher. */
public enum GradeGap {
    /** All pairs alike: 1. */
    ONE {
        @Override
        Tensor between(Tensor grades) {
            return grades.fill(1);
        }
    },
    /** How much higher it is. */
    DIFFERENCE {
        @Override
        Tensor between(Tensor grades) {
            return Lists.gaps(grades);
        }
    },
    /** How much higher its square is. */
    DIFFERENCE_OF_SQUARES {
        @Override
        Tensor between(Tensor grades) {
            return Lists.gaps(grades.square());
        }
    };

    /** The weights of all pairs, or a number if they are alike. */
    abstract Tensor between(Tensor grades);
}
