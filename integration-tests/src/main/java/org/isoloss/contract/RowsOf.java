/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;

/** Batches with some of their rows, in some order, or spoilt. */
final class RowsOf {
    private RowsOf() {}

    /** The rows {@code chosen} of every input that has rows. */
    static List<HostTensor> select(Loss loss, List<HostTensor> inputs, int... chosen) {
        List<Port> ports = loss.signature().ports();
        return IntStream.range(0, ports.size())
                .mapToObj(i -> hasRows(ports.get(i)) ? select(inputs.get(i), chosen) : inputs.get(i))
                .toList();
    }

    static boolean hasRows(Port port) {
        return port.dims().contains("N");
    }

    /** The rows {@code chosen} of an array. */
    static HostTensor select(HostTensor x, int... chosen) {
        long[] shape = x.shape();
        int width = (int) Shapes.size(shape) / Math.max(1, (int) shape[0]);
        double[] all = x.toArray();
        double[] some = new double[chosen.length * width];
        for (int r = 0; r < chosen.length; r++) {
            System.arraycopy(all, chosen[r] * width, some, r * width, width);
        }
        return like(x, some, Shapes.with(shape, 0, chosen.length));
    }

    /** NaN in the given rows of every input that could hold one. */
    static List<HostTensor> spoil(Loss loss, List<HostTensor> inputs, int... rows) {
        List<Port> ports = loss.signature().ports();
        return IntStream.range(0, ports.size())
                .mapToObj(i -> hasRows(ports.get(i)) && inputs.get(i).kind() == Kind.FLOAT
                        ? spoil(inputs.get(i), rows)
                        : inputs.get(i))
                .toList();
    }

    private static HostTensor spoil(HostTensor x, int... rows) {
        double[] data = x.toArray();
        int width = data.length / (int) x.shape()[0];
        for (int r : rows) {
            Arrays.fill(data, r * width, (r + 1) * width, Double.NaN);
        }
        return HostTensor.of(data, x.shape());
    }

    /** Other data in the kind of {@code x}. */
    static HostTensor like(HostTensor x, double[] data, long... shape) {
        return x.kind() == Kind.FLOAT
                ? HostTensor.of(data, shape)
                : HostTensor.indices(
                        Arrays.stream(data).mapToLong(v -> (long) v).toArray(), shape);
    }
}
