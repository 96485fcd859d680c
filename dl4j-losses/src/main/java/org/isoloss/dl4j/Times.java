/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.composite.Weighted;

/** A loss times what DL4J divides by. It goes by the loss's name, for nobody has written the factor. */
record Times(double factor, Loss loss) implements Loss {

    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public Signature signature() {
        return loss.signature();
    }

    @Override
    public Terms terms(Inputs in) {
        return new Weighted(factor, loss).terms(in);
    }

    @Override
    public Reduction reduction() {
        return loss.reduction();
    }
}
