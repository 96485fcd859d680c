/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import java.util.Arrays;
import java.util.IdentityHashMap;

/** The vocabulary with counters of what clamps and margins do. It reads arrays back, and serves one evaluation and one thread. */
public final class CountingOps<T> extends ForwardingOps<T> {

    private final IdentityHashMap<T, Double> constants = new IdentityHashMap<>();
    private Share clamped = Share.NONE;
    private Share active = Share.NONE;

    public CountingOps(TensorOps<T> ops) {
        super(ops);
    }

    /** Elements that a constant bound has replaced, among all that were held against one. */
    public Share clamped() {
        return clamped;
    }

    /** Elements above the kink of {@code relu}, such as margins that are not kept yet, among all that came to one. */
    public Share active() {
        return active;
    }

    private T constant(double value, T x) {
        constants.put(x, value);
        return x;
    }

    private void count(T bound, T x) {
        Double least = constants.get(bound);
        if (least != null) {
            double[] values = ops.toHost(x);
            clamped = clamped.plus(
                    new Share(Arrays.stream(values).filter(v -> v < least).count(), values.length));
        }
    }

    @Override
    public T fill(T like, double value, long... shape) {
        return constant(value, ops.fill(like, value, shape));
    }

    /** The least of two is minus the greatest of their negatives. */
    @Override
    public T neg(T x) {
        Double value = constants.get(x);
        return value == null ? ops.neg(x) : constant(-value, ops.neg(x));
    }

    @Override
    public T maximum(T a, T b) {
        count(a, b);
        count(b, a);
        return ops.maximum(a, b);
    }

    @Override
    public T relu(T x) {
        double[] values = ops.toHost(x);
        active = active.plus(new Share(Arrays.stream(values).filter(v -> v > 0).count(), values.length));
        return ops.relu(x);
    }
}
