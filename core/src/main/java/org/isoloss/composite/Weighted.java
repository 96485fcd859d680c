/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.composite;

import com.google.auto.service.AutoService;
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.regression.SquaredError;

/**
 * A loss times a number.
 *
 * <pre>l = weight * loss</pre>
 *
 * <p>Ports, reduction, what the mean divides by and edges are those of {@code loss}.
 *
 * @param weight finite; 1
 * @param loss {@link SquaredError}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Weighted(double weight, Loss loss) implements Loss {

    public Weighted {
        Check.finite("weight", weight);
    }

    public Weighted() {
        this(1, new SquaredError());
    }

    @Override
    public Signature signature() {
        return loss.signature();
    }

    @Override
    public Terms terms(Inputs in) {
        Terms terms = loss.terms(in);
        return new Terms(terms.values().times(weight), terms.weights());
    }

    @Override
    public Reduction reduction() {
        return loss.reduction();
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(new Weighted(0.5, new SquaredError(Reduction.SUM)), new Weighted(-2, new Sum()));
    }
}
