/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import org.isoloss.tensor.Tensor;

/** Losses as they are written by somebody who has not been bitten yet. */
final class NaiveLosses {

    private NaiveLosses() {}

    static final Port PROBABILITIES = Port.prediction("probabilities", Domain.DISTRIBUTION, "N C");
    static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N");
    static final Port VALUES = Port.prediction("values", Domain.REAL, "N C");
    static final Port TARGETS = Port.target("targets", Domain.REAL, "N C");

    /** Cross-entropy of probabilities. */
    record NaiveCrossEntropy() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(PROBABILITIES, LABELS);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(in.get(PROBABILITIES).pick(in.get(LABELS)).log().negate());
        }
    }

    /** A softmax without its shift. */
    record NaiveSoftmax() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, LABELS);
        }

        @Override
        public Terms terms(Inputs in) {
            Tensor e = in.get(VALUES).exp();
            return Terms.of(e.pick(in.get(LABELS)).over(e.sum(-1)).negate());
        }
    }

    /** An error relative to targets of which one is 0. */
    record NaiveRelative() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            Tensor y = in.get(TARGETS);
            return Terms.of(in.get(VALUES).minus(y).over(y).abs().mean(-1));
        }
    }

    /** A root of what may be negative. */
    record NaiveRoot() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(
                    in.get(VALUES).sqrt().minus(in.get(TARGETS)).square().mean(-1));
        }
    }

    /** Finite, but steeper than float32 can say. */
    record NaiveSteep() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(in.get(VALUES).log().times(1e20).mean(-1));
        }
    }
}
