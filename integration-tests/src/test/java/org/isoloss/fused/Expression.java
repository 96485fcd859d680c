/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import java.util.List;
import org.isoloss.tensor.TensorOps;

/** Some operations on some arrays, on any backend. */
@FunctionalInterface
public interface Expression {
    <T> T on(TensorOps<T> ops, List<T> inputs);
}
