/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.dl4j;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Labels of classes as DL4J users give them, {@code [N]}, {@code [N, 1]} or one-hot {@code [N, C]}, as class numbers.
 *
 * @param index the class numbers, {@code [N]}
 * @param kept which rows are labelled, 1 or 0, if the labels were one-hot and one has none: it is a row of zeros
 */
record ClassLabels(View index, Optional<INDArray> kept) {

    private static final float[] ZEROS = new float[1024];

    static ClassLabels of(View labels) {
        return labels.rank() == 2 ? withClasses(labels, 1) : new ClassLabels(labels, Optional.empty());
    }

    /** For an output with its classes along {@code axis}, which the labels may have too, or have with size 1. */
    static ClassLabels of(View labels, INDArray output, int axis) {
        return labels.rank() == output.rank() ? withClasses(labels, axis) : new ClassLabels(labels, Optional.empty());
    }

    private static ClassLabels withClasses(View labels, int axis) {
        return labels.size(axis) == 1
                ? new ClassLabels(labels.without(axis), Optional.empty())
                : oneHot(labels.reshaped(), axis);
    }

    private static ClassLabels oneHot(INDArray labels, int axis) {
        boolean readable = Nd4j.getEnvironment().isCPU() && labels.dataType() == DataType.FLOAT && labels.rank() == 2;
        return readable
                ? read(labels)
                : new ClassLabels(View.of(Nd4j.argMax(labels, axis)), Optional.of(labels.max(axis)));
    }

    /** The same by looking for what is not 0, where ND4J would take longer than the loss. */
    private static ClassLabels read(INDArray labels) {
        INDArray inRows = NativeMemory.isInRows(labels) ? labels : labels.dup('c');
        try {
            return read(inRows.data().asNioFloat().slice(), (int) labels.size(0), (int) labels.size(1));
        } finally {
            Reference.reachabilityFence(inRows); // ND4J frees the memory when nobody holds the array
        }
    }

    /** As numbers of the labels' type, which a program reads where they are. */
    private static ClassLabels read(FloatBuffer memory, int rows, int classes) {
        float[] index = new float[rows];
        float[] largest = new float[rows];
        float[] piece = new float[ZEROS.length];
        boolean all = true;
        for (int i = 0; i < rows; i++) {
            FloatBuffer row = memory.slice(i * classes, classes);
            int at = largestOf(row, piece);
            index[i] = at;
            largest[i] = row.get(at);
            all &= largest[i] == 1;
        }
        return new ClassLabels(
                View.of(Nd4j.createFromArray(index)),
                all ? Optional.empty() : Optional.of(Nd4j.createFromArray(largest)));
    }

    private static int largestOf(FloatBuffer row, float[] piece) {
        int first = firstNotZero(row, piece);
        if (first < 0 || row.get(first) == 1) {
            return Math.max(first, 0);
        }
        int at = 0;
        for (int c = 1; c < row.capacity(); c++) {
            at = row.get(c) > row.get(at) ? c : at;
        }
        return at;
    }

    /** Where it is, or -1; by pieces, since what lies behind it need not be read. */
    private static int firstNotZero(FloatBuffer row, float[] piece) {
        for (int c = 0; c < row.capacity(); c += piece.length) {
            int n = Math.min(piece.length, row.capacity() - c);
            row.get(c, piece, 0, n);
            int at = Arrays.mismatch(piece, 0, n, ZEROS, 0, n);
            if (at >= 0) {
                return c + at;
            }
        }
        return -1;
    }

    /** A mask, of rows or of examples, and the labels' own, as one. */
    static Optional<INDArray> both(Optional<INDArray> mask, Optional<INDArray> labelled) {
        return mask.isPresent() && labelled.isPresent()
                ? Optional.of(both(mask.get(), labelled.get().castTo(mask.get().dataType())))
                : mask.or(() -> labelled);
    }

    private static INDArray both(INDArray mask, INDArray labelled) {
        if (mask.length() == labelled.length()) {
            return mask.mul(labelled.reshape('c', mask.shape()));
        }
        long[] column = new long[labelled.rank()];
        Arrays.fill(column, 1);
        column[0] = mask.length();
        return labelled.mul(mask.reshape('c', column));
    }
}
