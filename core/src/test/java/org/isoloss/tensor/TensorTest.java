/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.Test;

class TensorTest {

    private static final HostOps HOST = new HostOps();

    private static Tensor of(double... data) {
        return Tensor.of(HOST, HostTensor.of(data, data.length));
    }

    private static double[] values(Tensor x) {
        return x.unwrap(HOST).toArray();
    }

    @Test
    void tensorsOfTwoBackendsDoNotMix() {
        Tensor other = Tensor.of(new HostOps(), HostTensor.of(new double[] {1}, 1));
        assertThatThrownBy(() -> of(1).plus(other)).hasMessage("cannot mix a tensor of core with one of core");
        assertThatThrownBy(() -> other.unwrap(HOST)).hasMessage("cannot mix a tensor of core with one of core");
    }

    @Test
    void arithmeticIsForRealNumbers() {
        assertThatThrownBy(() -> of(1).range(2).plus(1)).hasMessage("this operation takes FLOAT, got core INDEX[2]");
        assertThatThrownBy(() -> of(1).greaterThan(0).times(of(1)))
                .hasMessage("this operation takes FLOAT, got core INDICATOR[1]");
        assertThatThrownBy(() -> of(1, 2).pick(of(1))).hasMessage("this operation takes INDEX, got core FLOAT[1]");
        assertThatThrownBy(() -> of(1).where(of(1), 0)).hasMessage("this operation takes INDICATOR, got core FLOAT[1]");
    }

    @Test
    void theFluentFormsMeanWhatTheySay() {
        assertThat(values(of(1, 2).minus(1).times(2).over(4).negate())).containsExactly(-0.0, -0.5);
        assertThat(values(of(1, -2).min(0).max(of(-1, -1)))).containsExactly(0, -1);
        assertThat(values(of(6, 1).overOrZero(of(3, 0)))).containsExactly(2, 0);
        assertThat(values(of(3, 4, 0).normalize())).containsExactly(0.6, 0.8, 0);
        assertThat(values(of(0, 0).normalize())).containsExactly(0, 0);
        assertThat(values(of(1, 2, 3).mean(-1))).containsExactly(2);
        assertThat(values(of(1, 2, 6).meanAll())).containsExactly(3);
        assertThat(values(of(5, 7, 9).lookUp(of(0).range(3).reshape(3, 1)).sumAll()))
                .containsExactly(21);
        assertThat(values(Tensor.concat(List.of(of(1), of(2, 3)), 0))).containsExactly(1, 2, 3);
        assertThat(of(1, 2).asColumn().transpose().shape()).containsExactly(1, 2);
        assertThat(of(1, 2)).hasToString("core FLOAT[2]");
    }
}
