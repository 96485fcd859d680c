/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.TensorOps;

/**
 * An expression of the vocabulary and what to put into it.
 *
 * @param name what is special about it
 * @param inputs on the host
 * @param expression over any backend
 */
record OperationCase(
        String name, List<HostTensor> inputs, BiFunction<TensorOps<Object>, List<Object>, Object> expression) {

    /** The result on a backend. */
    @SuppressWarnings("unchecked") // one backend's arrays go in, and its vocabulary makes of them one that comes out
    <T> T on(TensorOps<T> ops, List<T> operands) {
        return (T) expression.apply((TensorOps<Object>) ops, (List<Object>) operands);
    }

    @Override
    public String toString() {
        return name + " "
                + inputs.stream()
                        .map(x -> x.kind() + Arrays.toString(x.shape()))
                        .toList();
    }
}
