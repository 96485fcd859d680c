/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.Test;

class CheckedOpsTest {

    private final CheckedOps<HostTensor> ops = new CheckedOps<>(new HostOps(), CheckedOpsTest.class::equals);

    @Test
    void theFirstOperationThatIsNotFiniteIsNamedWithItsElement() {
        HostTensor x = HostTensor.of(new double[] {1, 2, 3, 0, 5, 6}, 2, 3);
        ops.exp(ops.log(x));
        ops.div(x, ops.fill(x, 0));
        Fault fault = ops.fault().orElseThrow();
        assertThat(fault.operation()).isEqualTo("log");
        assertThat(fault.operands()).containsExactly(0.0);
        assertThat(fault.result()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(fault.position()).containsExactly(1L, 0L);
        assertThat(fault.source().orElseThrow()).startsWith("CheckedOpsTest.java:");
        assertThat(fault.derivativeOf()).isEmpty();
    }

    @Test
    void anOperandIsLookedAtWhereItWasBroadcastTo() {
        HostTensor x = HostTensor.of(new double[] {1, Double.POSITIVE_INFINITY, 3, 4, 5, 6}, 2, 3);
        HostTensor column = HostTensor.of(new double[] {1, 0}, 2, 1);
        ops.div(x, column);
        assertThat(ops.fault().orElseThrow().operands()).containsExactly(4.0, 0.0);
        assertThat(ops.fault().orElseThrow().position()).containsExactly(1L, 0L);
    }

    @Test
    void aDerivativeIsNamedByWhatItDerives() {
        TapeOps<HostTensor> tape = new TapeOps<>(ops, ops::differentiate);
        Traced<HostTensor> x = tape.variable(HostTensor.of(new double[] {1, 1e-200}, 2));
        Traced<HostTensor> y = tape.log(x);
        assertThat(ops.fault()).isEmpty();
        tape.gradients(tape.mul(y, tape.held(HostTensor.of(new double[] {1, 1e200}, 2))), List.of(x));
        Fault fault = ops.fault().orElseThrow();
        assertThat(fault.derivativeOf()).contains("log");
        assertThat(fault.operation()).isEqualTo("div");
        assertThat(fault.operands()).containsExactly(1e200, 1e-200);
        assertThat(fault.source().orElseThrow()).startsWith("CheckedOpsTest.java:");
    }

    @Test
    void whatWasNotFiniteBeforeIsNotReportedAgain() {
        HostTensor closed = HostTensor.of(new double[] {Double.NEGATIVE_INFINITY, 1}, 2);
        assertThat(ops.exp(closed).toArray()).startsWith(0);
        assertThat(ops.neg(closed).toArray()).startsWith(Double.POSITIVE_INFINITY);
        assertThat(ops.logSumExp(closed).toArray()).containsExactly(1);
        assertThat(ops.fault()).isEmpty();
    }

    @Test
    void anIndexOutOfRangeIsNamed() {
        HostTensor x = HostTensor.of(new double[] {1, 2}, 1, 2);
        assertThatThrownBy(() -> ops.pick(x, HostTensor.indices(2)))
                .hasMessage("index must be in [0, 2), got 2 at [0]");
        assertThatThrownBy(() -> ops.oneHot(HostTensor.indices(-1), 2))
                .hasMessage("index must be in [0, 2), got -1 at [0]");
    }

    @Test
    void boundsAndMarginsAreCounted() {
        CountingOps<HostTensor> counting = new CountingOps<>(new HostOps());
        Tensor x = Tensor.of(counting, HostTensor.of(new double[] {-2, -1, 0, 1, 2}, 5));
        x.max(-1.0).min(0.0);
        assertThat(counting.clamped()).isEqualTo(new Share(1 + 2, 5 + 5));
        x.relu();
        assertThat(counting.active()).isEqualTo(new Share(2, 5));
    }

    /** A composite that it forgot would run unwatched operations of the backend. */
    @Test
    void everyOperationIsPassedOn() {
        int passed = 0;
        for (Method method : TensorOps.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertThat(Arrays.stream(ForwardingOps.class.getDeclaredMethods())
                                .map(Method::getName))
                        .contains(method.getName());
                passed++;
            }
        }
        assertThat(passed).isGreaterThan(50);
    }
}
