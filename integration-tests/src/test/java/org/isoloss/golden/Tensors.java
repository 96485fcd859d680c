/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import java.util.Arrays;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;

/** What a mapper may do to a tensor. */
final class Tensors {
    private Tensors() {}

    /** In another shape; one size may be -1 and is whatever remains. */
    static HostTensor reshaped(HostTensor x, long... shape) {
        long known = Arrays.stream(shape).filter(s -> s >= 0).reduce(1, (a, b) -> a * b);
        double[] data = x.toArray();
        long[] full = Arrays.stream(shape)
                .map(s -> s < 0 ? data.length / Math.max(1, known) : s)
                .toArray();
        return switch (x.kind()) {
            case INDEX ->
                HostTensor.indices(Arrays.stream(data).mapToLong(d -> (long) d).toArray(), full);
            default -> HostTensor.of(data, full);
        };
    }

    /** With at least one dimension, as a port with rows wants it. */
    static HostTensor rows(HostTensor x) {
        return x.shape().length == 0 ? reshaped(x, 1) : x;
    }

    /** {@code [N, T, C]} of {@code [T, N, C]}. */
    static HostTensor rowsFirst(HostTensor x) {
        int t = (int) x.shape()[0];
        int n = (int) x.shape()[1];
        int c = (int) x.shape()[2];
        double[] data = x.toArray();
        double[] moved = new double[data.length];
        for (int block = 0; block < t * n; block++) {
            System.arraycopy(data, block * c, moved, (block % n * t + block / n) * c, c);
        }
        return HostTensor.of(moved, n, t, c);
    }

    /** {@code [N, S]} of labels one sequence behind the other, or already so; at least one wide. */
    static HostTensor padded(HostTensor labels, HostTensor lengths) {
        double[] all = labels.toArray();
        double[] size = lengths.toArray();
        boolean joined = labels.shape().length == 1;
        int given = joined ? (int) Arrays.stream(size).max().orElse(0) : (int) labels.shape()[1];
        int width = Math.max(1, given);
        long[] rows = new long[size.length * width];
        int from = 0;
        for (int row = 0; row < size.length; row++) {
            int count = joined ? (int) size[row] : given;
            for (int k = 0; k < count; k++) {
                rows[row * width + k] = (long) all[from + k];
            }
            from += count;
        }
        return HostTensor.indices(rows, size.length, width);
    }

    /** Class numbers or groups. */
    static HostTensor index(HostTensor x) {
        return HostTensor.indices(
                Arrays.stream(x.toArray()).mapToLong(d -> (long) d).toArray(), x.shape());
    }

    /** Real numbers. */
    static HostTensor real(HostTensor x) {
        return HostTensor.of(x.toArray(), x.shape());
    }

    /** Repeated along dimensions that are missing in front, or of size 1. */
    static HostTensor broadcast(HostTensor x, long... shape) {
        return new HostOps().broadcastTo(x, shape);
    }

    /** Truths {@code [N, C]} of rows that name labels up to the first negative number. */
    static HostTensor manyHot(HostTensor named) {
        int width = (int) named.shape()[1];
        double[] numbers = named.toArray();
        double[] truths = new double[numbers.length];
        for (int row = 0; row < numbers.length; row += width) {
            for (int k = row; k < row + width && numbers[k] >= 0; k++) {
                truths[row + (int) numbers[k]] = 1;
            }
        }
        return HostTensor.of(truths, named.shape());
    }
}
