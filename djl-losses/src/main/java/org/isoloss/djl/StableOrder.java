/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.isoloss.tensor.Shapes;
import org.isoloss.tensor.TensorOps;

/**
 * The order of the last axis in which equal elements stay in place. The engine's sort does not promise that on every device, so
 * its order is sorted again: by the rank of the value, and by position within a rank.
 */
record StableOrder(TensorOps<NDArray> ops) {

    NDArray of(NDArray x, boolean descending) {
        long n = Shapes.last(ops.shape(x));
        if (n < 2) {
            return ops.broadcastTo(ops.range(x, n), ops.shape(x));
        }
        int last = x.getShape().dimension() - 1;
        NDArray some = (descending ? x.neg() : x).argSort(last, true);
        NDArray sorted = ops.take(x, some);
        NDArray rises = ops.slice(sorted, -1, 1, n).neq(ops.slice(sorted, -1, 0, n - 1));
        NDArray later = ops.cumSum(ops.toIndex(rises));
        NDArray first = ops.fill(later, 0, Shapes.with(ops.shape(x), -1, 1));
        NDArray rank = ops.concat(List.of(first, later), -1);
        return ops.take(some, rank.mul(n).add(some).argSort(last, true));
    }
}
