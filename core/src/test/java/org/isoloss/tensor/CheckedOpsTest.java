/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.Test;

class CheckedOpsTest {

    private final CheckedOps<HostTensor> ops = new CheckedOps<>(new HostOps());

    @Test
    void theFirstOperationThatIsNotFiniteIsNamedWithItsElement() {
        HostTensor x = HostTensor.of(new double[] {1, 2, 3, 0, 5, 6}, 2, 3);
        assertThatThrownBy(() -> ops.log(x))
                .hasMessage("log must be finite where its operands are, got -Infinity at [1, 0]");
        assertThatThrownBy(() -> ops.div(x, ops.fill(x, 0)))
                .hasMessage("div must be finite where its operands are, got Infinity at [0, 0]");
    }

    @Test
    void whatWasNotFiniteBeforeIsNotReportedAgain() {
        HostTensor closed = HostTensor.of(new double[] {Double.NEGATIVE_INFINITY, 1}, 2);
        assertThat(ops.exp(closed).toArray()).startsWith(0);
        assertThat(ops.neg(closed).toArray()).startsWith(Double.POSITIVE_INFINITY);
        assertThat(ops.logSumExp(closed).toArray()).containsExactly(1);
    }

    @Test
    void anIndexOutOfRangeIsNamed() {
        HostTensor x = HostTensor.of(new double[] {1, 2}, 1, 2);
        assertThatThrownBy(() -> ops.pick(x, HostTensor.indices(2)))
                .hasMessage("index must be in [0, 2), got 2 at [0]");
        assertThatThrownBy(() -> ops.oneHot(HostTensor.indices(-1), 2))
                .hasMessage("index must be in [0, 2), got -1 at [0]");
    }

    /** A composite that it forgot would run unwatched operations of the backend. */
    @Test
    void itPassesOnEveryOperation() {
        for (Method method : TensorOps.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertThat(Arrays.stream(CheckedOps.class.getDeclaredMethods()).map(Method::getName))
                        .contains(method.getName());
            }
        }
    }
}
