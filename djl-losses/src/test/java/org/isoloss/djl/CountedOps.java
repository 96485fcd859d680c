/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.isoloss.Batch;
import org.isoloss.ClassAxis;
import org.isoloss.Evaluator;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.tensor.TensorOps;

/** The vocabulary, counting how often it is called. */
final class CountedOps {

    private final AtomicInteger calls = new AtomicInteger();
    private final TensorOps<NDArray> ops = counted(new DjlOps());

    @SuppressWarnings("unchecked")
    private TensorOps<NDArray> counted(DjlOps plain) {
        return (TensorOps<NDArray>) Proxy.newProxyInstance(
                TensorOps.class.getClassLoader(), new Class<?>[] {TensorOps.class}, (proxy, method, operands) -> {
                    calls.incrementAndGet();
                    try {
                        return method.invoke(plain, operands);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    TensorOps<NDArray> ops() {
        return ops;
    }

    DjlLoss loss(Loss loss) {
        return new DjlLoss(
                loss.name(),
                loss,
                ClassAxis.FIRST,
                Computation.configured(new Evaluator<>(ops)).by(Execution.NATIVE));
    }

    NDArray value(Loss loss, NDArray... inputs) {
        return new Evaluator<>(ops).value(loss, Batch.of(List.of(inputs)));
    }

    /** The number of calls since the last time. */
    int take() {
        return calls.getAndSet(0);
    }
}
