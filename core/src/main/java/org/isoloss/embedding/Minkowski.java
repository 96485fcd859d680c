/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.embedding;

import org.isoloss.Check;
import org.isoloss.tensor.Tensor;

/**
 * Minkowski distance: Manhattan, Euclidean, Chebyshev and between.
 *
 * <pre>d(x, y) = (sum_k |x[k] - y[k] + e|^p)^(1/p)</pre>
 *
 * <p>Equal embeddings have no direction: the gradient is 0. With an offset they have one.
 *
 * @param p at least 1: 1 Manhattan, 2 Euclidean, infinity Chebyshev; 2
 * @param offset e, at least 0, which PyTorch's {@code pairwise_distance} sets to 1e-6 by default; 0
 * @since 0.1
 */
public record Minkowski(double p, double offset) implements Distance {

    public Minkowski {
        if (p != Double.POSITIVE_INFINITY) {
            Check.atLeast("p", p, 1);
        }
        Check.atLeast("offset", offset, 0);
    }

    public Minkowski() {
        this(2);
    }

    public Minkowski(double p) {
        this(p, 0);
    }

    @Override
    public Tensor between(Tensor a, Tensor b) {
        Tensor difference = a.minus(b);
        Tensor x = offset == 0 ? difference : difference.plus(offset);
        if (p == 2) {
            return x.square().sum(-1).sqrt();
        }
        if (p == 1) {
            return x.abs().sum(-1);
        }
        return Double.isInfinite(p) ? x.abs().max(-1) : root(x.abs());
    }

    /** Relative to the largest, so that no power overflows: a distance is homogeneous, so that it may be held constant. */
    private Tensor root(Tensor x) {
        Tensor largest = x.max(-1).stopGradient();
        Tensor unit = largest.where(largest.isEqualTo(0).not(), 1);
        return power(power(x.over(unit.asColumn()), p).sum(-1), 1 / p).times(unit);
    }

    /** {@code x^e} of numbers from 0; 0 has no gradient. */
    private static Tensor power(Tensor x, double e) {
        Tensor some = x.isEqualTo(0).not();
        return x.where(some, 1).log().times(e).exp().where(some, 0);
    }
}
