/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

// snippet: record
import java.util.List;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Squared error of a forecast: what is missing costs {@code shortage} times as much as what is left over.
 *
 * @param shortage greater than 0; 4
 */
public record Forecast(double shortage) implements Loss {

    private static final Port VALUES = Port.prediction("values", Domain.REAL, "N *");
    private static final Port TARGETS = Port.target("targets", Domain.REAL, "N *");

    public Forecast {
        Check.above("shortage", shortage, 0);
    }

    public Forecast() {
        this(4);
    }

    @Override
    public Signature signature() {
        return Signature.of(VALUES, TARGETS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor missing = in.get(TARGETS).minus(in.get(VALUES));
        Tensor cost = missing.relu().square().times(shortage);
        return Terms.of(cost.plus(missing.negate().relu().square()));
    }

    public static List<Loss> variants() {
        return List.of(new Forecast(0.5));
    }
}
// end
