/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.Shapes;

/** What operations are tried on: asymmetric, without ties, away from kinks. */
enum Operand {
    MATRIX(Kind.FLOAT, new double[] {0.3, 1.7, 0.9, 2.2, 0.4, 1.1}, 2, 3),
    OTHER(Kind.FLOAT, new double[] {1.2, 0.8, 2.5, 0.6, 1.9, 0.7}, 2, 3),
    FACTOR(Kind.FLOAT, new double[] {1.2, 0.8, 2.5, 0.6, 1.9, 0.7, 0.2, 1.3, 1.4, 0.1, 0.5, 2.1}, 3, 4),
    COLUMN(Kind.FLOAT, new double[] {0.7, 1.6}, 2, 1),
    VECTOR(Kind.FLOAT, new double[] {0.7, 1.6}, 2),
    SCALAR(Kind.FLOAT, new double[] {0.7}),
    INDEX(Kind.INDEX, new double[] {2, 0}, 2),
    INDEX_COLUMN(Kind.INDEX, new double[] {2, 0}, 2, 1),
    INDICATOR(Kind.INDICATOR, new double[] {1, 0, 0, 1, 1, 0}, 2, 3);

    private final Kind kind;
    private final double[] values;
    private final long[] shape;

    Operand(Kind kind, double[] values, long... shape) {
        this.kind = kind;
        this.values = values;
        this.shape = shape;
    }

    boolean real() {
        return kind == Kind.FLOAT;
    }

    double[] numbers() {
        return values.clone();
    }

    NDArray in(NDManager manager, DataType real) {
        return of(manager, real, values, shape);
    }

    NDArray in(NDManager manager, double... changed) {
        return of(manager, DataType.FLOAT64, changed, shape);
    }

    /** Without rows. */
    NDArray empty(NDManager manager, DataType real) {
        long[] none = shape.length == 0 || this == FACTOR ? shape : Shapes.with(shape, 0, 0);
        return of(manager, real, Arrays.copyOf(values, (int) Shapes.size(none)), none);
    }

    private NDArray of(NDManager manager, DataType real, double[] numbers, long... dims) {
        DataType type =
                switch (kind) {
                    case FLOAT -> real;
                    case INDEX -> DataType.INT64;
                    case INDICATOR -> DataType.BOOLEAN;
                };
        NDArray x = manager.create(numbers, new Shape(dims));
        NDArray y = x.toType(type, true);
        x.close();
        return y;
    }
}
