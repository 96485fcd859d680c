/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Port;
import org.isoloss.Signature;

/** Sorts what DJL hands over, labels and predictions, into the ports of a loss. */
record LabelledBatch(String loss, Signature signature, ClassAxis classAxis) {

    Batch<NDArray> of(NDList labels, NDList predictions) {
        Optional<NDArray> mask = Optional.empty();
        Optional<NDArray> weights = Optional.empty();
        NDList targets = new NDList();
        for (NDArray label : labels) {
            if (DjlLoss.MASK.equals(label.getName())) {
                mask = Optional.of(label);
            } else if (DjlLoss.SAMPLE_WEIGHTS.equals(label.getName())) {
                weights = Optional.of(label);
            } else {
                targets.add(label);
            }
        }
        return new Batch<>(inputs(targets, predictions), mask, weights, OptionalDouble.empty(), classAxis);
    }

    private List<NDArray> inputs(NDList targets, NDList predictions) {
        List<Port> ports = signature.targets();
        if (targets.size() < ports.size() || (targets.size() > ports.size() && !ports.isEmpty())) {
            throw new IllegalArgumentException(
                    "%s takes %d labels (%s), beside those named '%s' and '%s', but was given %d"
                            .formatted(
                                    loss,
                                    ports.size(),
                                    String.join(
                                            ", ", ports.stream().map(Port::name).toList()),
                                    DjlLoss.MASK,
                                    DjlLoss.SAMPLE_WEIGHTS,
                                    targets.size()));
        }
        int rest = rest(predictions);
        Iterator<NDArray> prediction = predictions.iterator();
        Iterator<NDArray> target = targets.iterator();
        List<NDArray> inputs = new ArrayList<>();
        for (Port port : signature.ports()) {
            inputs.add(port.differentiable() ? prediction.next() : fitted(port, target.next(), rest));
        }
        return inputs;
    }

    /** How many further dimensions the predictions have. */
    private int rest(NDList predictions) {
        List<Port> ports = signature.predictions();
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).dims().contains("*")) {
                return predictions.get(i).getShape().dimension()
                        - ports.get(i).dims().size()
                        + 1;
            }
        }
        return 0;
    }

    /** Data sets give a label for each row as {@code [N, 1]}. */
    private static NDArray fitted(Port port, NDArray target, int rest) {
        int wanted = port.dims().size() + (port.dims().contains("*") ? rest - 1 : 0);
        int rank = target.getShape().dimension();
        return rank == wanted + 1 && target.getShape().get(rank - 1) == 1 ? target.squeeze(rank - 1) : target;
    }
}
