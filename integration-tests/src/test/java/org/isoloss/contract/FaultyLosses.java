/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Optional;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Rows;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/** Losses with one fault each. */
final class FaultyLosses {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N");

    private FaultyLosses() {}

    private static Tensor squared(Inputs in) {
        return in.get(VALUES).minus(in.get(TARGETS)).square();
    }

    /** The right value, and a gradient that points uphill. */
    record LostMinus() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            Tensor l = squared(in);
            return Terms.of(l.stopGradient().times(2).minus(l));
        }
    }

    /** Half of the gradient is held back. */
    record DeadGradient() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            Tensor l = squared(in);
            return Terms.of(l.plus(l.stopGradient()).over(2));
        }
    }

    /** Softplus as one writes it at first. */
    record Overflow() implements Loss {
        private static final Port LOGITS = Port.prediction("logits", Domain.SIGMOID_LOGITS, "N");

        @Override
        public Signature signature() {
            return Signature.of(LOGITS, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(in.get(LOGITS).exp().plus(1).log().minus(in.get(TARGETS)));
        }
    }

    /** A batch mean that counts masked rows. */
    record ForgottenMask() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS).rows(Rows.COUPLED);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(squared(in).plus(in.get(VALUES).meanAll().square()));
        }
    }

    /** A mean over the rows that are kept, of which there may be none. */
    record NothingOverNothing() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS).rows(Rows.POOLED);
        }

        @Override
        public Terms terms(Inputs in) {
            Tensor l = squared(in);
            Optional<Tensor> kept = in.kept();
            Tensor count = kept.map(k -> k.toFloat(l).sumAll()).orElseGet(() -> l.fill(l.size(0)));
            return Terms.of(kept.map(k -> l.where(k, 0)).orElse(l).sumAll().over(count));
        }
    }

    /** The first row counts double. */
    record FavouredRow() implements Loss {
        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            Tensor l = squared(in);
            Tensor first = l.range(l.size(0)).isEqualTo(0);
            return Terms.of(l.times(2).where(first, l));
        }
    }

    /** Says another margin than it has. */
    record LyingAccessor(double margin) implements Loss {
        LyingAccessor() {
            this(1);
        }

        @Override
        public double margin() {
            return margin + 1;
        }

        @Override
        public Signature signature() {
            return Signature.of(VALUES, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(squared(in).times(margin));
        }
    }

    /** Without a fault: the larger of two predictions, which tie. */
    record Larger() implements Loss {
        private static final Port OTHERS = Port.prediction("others", Domain.REAL, "N");

        @Override
        public Signature signature() {
            return Signature.of(VALUES, OTHERS);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(in.get(VALUES).max(in.get(OTHERS)));
        }
    }

    /** Without a fault: a difference between every value and one shift. */
    record Shifted() implements Loss {
        private static final Port SHIFT = Port.prediction("shift", Domain.REAL, "");

        @Override
        public Signature signature() {
            return Signature.of(VALUES, SHIFT, TARGETS);
        }

        @Override
        public Terms terms(Inputs in) {
            return Terms.of(
                    in.get(VALUES).plus(in.get(SHIFT)).minus(in.get(TARGETS)).square());
        }
    }
}
