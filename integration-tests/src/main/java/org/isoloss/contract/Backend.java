/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Arrays;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.TensorOps;

/**
 * A backend under test: its vocabulary, and a way to bring arrays in.
 *
 * @param <T> its array
 */
public interface Backend<T> extends AutoCloseable {

    /** Such as {@code dl4j float32}. */
    String name();

    TensorOps<T> ops();

    /** The distance from 1 to the next number of its float type. */
    double epsilon();

    T reals(double[] data, long... shape);

    T indices(long[] data, long... shape);

    /** The same array here. */
    default T of(HostTensor x) {
        double[] data = x.toArray();
        if (x.kind() == Kind.FLOAT) {
            return reals(data, x.shape());
        }
        long[] whole = new long[data.length];
        Arrays.setAll(whole, i -> (long) data[i]);
        T index = indices(whole, x.shape());
        return x.kind() == Kind.INDEX ? index : ops().equal(index, ops().fill(index, 1));
    }

    /** The same array on the host. */
    default HostTensor toHost(T x) {
        return HostTensor.of(ops().toHost(x), ops().shape(x));
    }

    /** Frees what it holds outside the heap. */
    @Override
    void close();
}
