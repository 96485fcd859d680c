/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import ai.djl.ndarray.NDArray;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.contract.TensorOpsContract;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.Nested;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every backend speaks the whole vocabulary. */
class EveryBackendTest {

    @Nested
    class Core extends TensorOpsContract<HostTensor> {
        @Override
        protected Backend<HostTensor> open() {
            return Backends.core();
        }
    }

    @Nested
    class DjlInFloat64 extends TensorOpsContract<NDArray> {
        @Override
        protected Backend<NDArray> open() {
            return Backends.djl(ai.djl.ndarray.types.DataType.FLOAT64);
        }
    }

    @Nested
    class DjlInFloat32 extends TensorOpsContract<NDArray> {
        @Override
        protected Backend<NDArray> open() {
            return Backends.djl(ai.djl.ndarray.types.DataType.FLOAT32);
        }
    }

    @Nested
    class Dl4jInFloat64 extends TensorOpsContract<INDArray> {
        @Override
        protected Backend<INDArray> open() {
            return Backends.dl4j(DataType.DOUBLE);
        }
    }

    @Nested
    class Dl4jInFloat32 extends TensorOpsContract<INDArray> {
        @Override
        protected Backend<INDArray> open() {
            return Backends.dl4j(DataType.FLOAT);
        }
    }
}
