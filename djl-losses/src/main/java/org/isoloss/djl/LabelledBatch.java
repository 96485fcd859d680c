/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Port;

/**
 * What DJL hands over, sorted into the ports of a loss.
 *
 * @param arrivals the labels and predictions, which have been found to fit
 * @param classAxis where inputs with further dimensions have their classes
 */
record LabelledBatch(Arrivals arrivals, ClassAxis classAxis) {

    /** Handles outside the engine's graph, in the types that the vocabulary knows; {@code manager} takes all of them. */
    Batch<NDArray> in(NDManager manager) {
        Iterator<NDArray> predictions = arrivals.predictions().iterator();
        Iterator<NDArray> targets = arrivals.targets().iterator();
        List<NDArray> inputs = new ArrayList<>();
        for (Port port : arrivals.signature().ports()) {
            inputs.add(
                    port.differentiable()
                            ? prediction(predictions.next(), manager)
                            : squeezed(port, label(targets.next(), manager)));
        }
        Optional<NDArray> mask = arrivals.named(DjlLoss.MASK).map(x -> label(x, manager));
        Optional<NDArray> weights = arrivals.named(DjlLoss.SAMPLE_WEIGHTS).map(x -> label(x, manager));
        return new Batch<>(inputs, mask, weights, OptionalDouble.empty(), classAxis);
    }

    private static NDArray detached(NDArray x, NDManager manager) {
        NDArray y = x.stopGradient();
        y.attach(manager);
        return y;
    }

    /** Half precision overflows at 65504, a sum over a batch soon; so it is computed in float32. */
    private static NDArray prediction(NDArray x, NDManager manager) {
        NDArray y = detached(x, manager);
        return y.getDataType() == DataType.FLOAT16 ? y.toType(DataType.FLOAT32, false) : y;
    }

    private static NDArray label(NDArray x, NDManager manager) {
        NDArray y = detached(x, manager);
        return y.getDataType().isInteger() ? y.toType(DataType.INT64, false) : y;
    }

    /** Data sets give a label for each row as {@code [N, 1]}. */
    private NDArray squeezed(Port port, NDArray target) {
        int wanted = port.dims().size() + (port.dims().contains("*") ? furtherDimensions() - 1 : 0);
        int rank = target.getShape().dimension();
        return rank == wanted + 1 && target.getShape().get(rank - 1) == 1 ? target.squeeze(rank - 1) : target;
    }

    /** As the first prediction that may have some says. */
    private int furtherDimensions() {
        List<Port> ports = arrivals.signature().predictions();
        for (int i = 0; i < ports.size(); i++) {
            List<String> dims = ports.get(i).dims();
            if (dims.contains("*")) {
                return Math.max(0, arrivals.predictions().get(i).getShape().dimension() - dims.size() + 1);
            }
        }
        return 0;
    }
}
