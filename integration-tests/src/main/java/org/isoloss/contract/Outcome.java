/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.List;
import java.util.stream.Stream;
import org.isoloss.host.HostTensor;

/**
 * What one way of evaluating a loss gave, on the host.
 *
 * @param value the reduced loss, or its terms
 * @param gradients one for each prediction
 * @param inputs the inputs as they stood afterwards
 */
public record Outcome(HostTensor value, List<HostTensor> gradients, List<HostTensor> inputs) {

    /** The value, then the gradients. */
    public List<double[]> numbers() {
        return Stream.concat(Stream.of(value), gradients.stream())
                .map(HostTensor::toArray)
                .toList();
    }

    /** The one number of a reduced loss. */
    public double scalar() {
        return value.toArray()[0];
    }
}
