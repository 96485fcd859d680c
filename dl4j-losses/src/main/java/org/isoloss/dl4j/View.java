/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of an array, in row-major order, in the shape in which a loss takes them. A program needs no more than that, while
 * ND4J would take longer for an array of that shape than a small loss does.
 */
final class View {

    private final INDArray array;
    private final long[] shape;

    private View(INDArray array, long... shape) {
        this.array = array;
        this.shape = shape;
    }

    static View of(INDArray array) {
        return new View(array, array.shape());
    }

    /** The array, of whatever shape. */
    INDArray array() {
        return array;
    }

    int rank() {
        return shape.length;
    }

    long size(int axis) {
        return shape[axis];
    }

    long[] shape() {
        return shape.clone();
    }

    /** The same elements in another shape. */
    View in(long... other) {
        return new View(array, other);
    }

    /** The same without an axis of size 1. */
    View without(int axis) {
        long[] fewer = new long[shape.length - 1];
        System.arraycopy(shape, 0, fewer, 0, axis);
        System.arraycopy(shape, axis + 1, fewer, axis, fewer.length - axis);
        return in(fewer);
    }

    /** An array of this shape. */
    INDArray reshaped() {
        return Arrays.equals(shape, array.shape()) ? array : array.reshape('c', shape);
    }
}
