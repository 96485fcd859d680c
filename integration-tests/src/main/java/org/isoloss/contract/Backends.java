/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.isoloss.djl.DjlOps;
import org.isoloss.dl4j.Nd4jOps;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.TensorOps;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The backends of the library. A framework that is missing is an error here, not a reason to test less. */
public final class Backends {

    private static final double FLOAT = Math.ulp(1f);
    private static final double DOUBLE = Math.ulp(1.0);

    private Backends() {}

    /** All of them, to be opened and closed by the test that uses one. */
    public static List<Supplier<Backend<?>>> all() {
        return List.of(
                Backends::core,
                () -> djl(DataType.FLOAT64),
                () -> djl(DataType.FLOAT32),
                () -> dl4j(org.nd4j.linalg.api.buffer.DataType.DOUBLE),
                () -> dl4j(org.nd4j.linalg.api.buffer.DataType.FLOAT));
    }

    /** Plain Java arrays. */
    public static Backend<HostTensor> core() {
        return new Core(new HostOps());
    }

    private record Core(TensorOps<HostTensor> ops) implements Backend<HostTensor> {
        @Override
        public String name() {
            return "core float64";
        }

        @Override
        public double epsilon() {
            return DOUBLE;
        }

        @Override
        public HostTensor reals(double[] data, long... shape) {
            return HostTensor.of(data, shape);
        }

        @Override
        public HostTensor indices(long[] data, long... shape) {
            return HostTensor.indices(data, shape);
        }

        @Override
        public void close() {}
    }

    /** DJL with the PyTorch engine. */
    public static Backend<NDArray> djl(DataType type) {
        return new Djl(new DjlOps(), type, NDManager.newBaseManager("PyTorch"));
    }

    private record Djl(TensorOps<NDArray> ops, DataType type, NDManager manager) implements Backend<NDArray> {
        @Override
        public String name() {
            return "djl " + type.toString().toLowerCase(Locale.ROOT);
        }

        @Override
        public double epsilon() {
            return type == DataType.FLOAT64 ? DOUBLE : FLOAT;
        }

        @Override
        public NDArray reals(double[] data, long... shape) {
            return manager.create(data, new Shape(shape)).toType(type, false);
        }

        @Override
        public NDArray indices(long[] data, long... shape) {
            return manager.create(data, new Shape(shape));
        }

        @Override
        public void close() {
            manager.close();
        }
    }

    /** Deeplearning4j's arrays. */
    public static Backend<INDArray> dl4j(org.nd4j.linalg.api.buffer.DataType type) {
        return new Dl4j(new Nd4jOps(), type);
    }

    private record Dl4j(TensorOps<INDArray> ops, org.nd4j.linalg.api.buffer.DataType type)
            implements Backend<INDArray> {
        @Override
        public String name() {
            return "dl4j " + (type == org.nd4j.linalg.api.buffer.DataType.DOUBLE ? "float64" : "float32");
        }

        @Override
        public double epsilon() {
            return type == org.nd4j.linalg.api.buffer.DataType.DOUBLE ? DOUBLE : FLOAT;
        }

        @Override
        public INDArray reals(double[] data, long... shape) {
            return data.length == 0
                    ? Nd4j.empty(type).reshape('c', shape)
                    : Nd4j.createFromArray(data).reshape('c', shape).castTo(type);
        }

        @Override
        public INDArray indices(long[] data, long... shape) {
            return Nd4j.createFromArray(data).reshape('c', shape);
        }

        @Override
        public void close() {}
    }
}
