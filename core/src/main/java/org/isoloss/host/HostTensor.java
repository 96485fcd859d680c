/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.host;

import java.util.Arrays;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;

/** A dense array in row-major order; indices and indicators are held as whole numbers. Not to be modified. */
public final class HostTensor {

    private final Kind kind;
    private final double[] data;
    private final long[] shape;

    private HostTensor(Kind kind, double[] data, long... shape) {
        if (Shapes.size(shape) != data.length) {
            throw new IllegalArgumentException("data must have %d entries as shape %s says, got %d"
                    .formatted(Shapes.size(shape), Arrays.toString(shape), data.length));
        }
        this.kind = kind;
        this.data = data;
        this.shape = shape;
    }

    static HostTensor of(Kind kind, double[] data, long... shape) {
        return new HostTensor(kind, data, shape);
    }

    /** Real numbers; without a shape, a scalar. */
    public static HostTensor of(double[] data, long... shape) {
        return new HostTensor(Kind.FLOAT, data.clone(), shape.clone());
    }

    /** A vector of class labels or groups. */
    public static HostTensor indices(int... labels) {
        return indices(Arrays.stream(labels).asLongStream().toArray(), labels.length);
    }

    /** Class labels or groups. */
    public static HostTensor indices(long[] labels, long... shape) {
        return new HostTensor(Kind.INDEX, Arrays.stream(labels).asDoubleStream().toArray(), shape.clone());
    }

    public Kind kind() {
        return kind;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** A copy of the elements. */
    public double[] toArray() {
        return data.clone();
    }

    /** The elements themselves, for reading. */
    double[] data() {
        return data;
    }

    @Override
    public String toString() {
        return "%s%s %s".formatted(kind, Arrays.toString(shape), Arrays.toString(data));
    }
}
