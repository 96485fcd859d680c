/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import org.isoloss.ClassAxis;
import org.isoloss.Loss;
import org.isoloss.metric.LossMean;

/**
 * The mean of a loss over all rows of an epoch. The trainer's own figure for its loss is a mean of the batches' means, in which
 * a small last batch counts as much as any other.
 *
 * <pre>{@code config.addEvaluator(new MeanLoss("meanLoss", loss))}</pre>
 *
 * @since 0.1
 */
public final class MeanLoss extends Meter {

    public MeanLoss(String name, Loss loss) {
        this(name, loss, ClassAxis.FIRST);
    }

    public MeanLoss(String name, Loss loss, ClassAxis classAxis) {
        super(name, loss, classAxis);
    }

    @Override
    double figure(LossMean mean) {
        return mean.value();
    }
}
