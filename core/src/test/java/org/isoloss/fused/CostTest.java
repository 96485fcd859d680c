/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Port;
import org.isoloss.ValueAndGradients;
import org.isoloss.tensor.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom AUTO expects to be faster is who was, in docs/performance.md. */
class CostTest {

    private static List<Node> operations(Loss loss, long rows, long columns) {
        Recorder recorder = new Recorder();
        List<Node> inputs = new ArrayList<>();
        for (Port port : loss.signature().ports()) {
            boolean vector = port.dims().size() == 1 || !port.dims().get(1).matches("[CD]");
            long[] shape = vector ? new long[] {rows} : new long[] {rows, columns};
            inputs.add(recorder.input(inputs.size(), vector ? Kind.INDEX : Kind.FLOAT, shape));
        }
        ValueAndGradients<Node> both = new Evaluator<>(recorder).valueAndGradients(loss, Batch.of(inputs));
        List<Node> results = new ArrayList<>(both.gradients());
        results.add(both.value());
        return Scheduler.live(recorder.outputs(results));
    }

    @ParameterizedTest
    @CsvSource({
        "CrossEntropy,   32,   10, true,  PYTORCH, true",
        "CrossEntropy,   32,   10, false, PYTORCH, true",
        "CrossEntropy,  128, 1000, true,  PYTORCH, true",
        "CrossEntropy,  128, 1000, false, PYTORCH, true",
        "SoftmaxFocal, 1024, 1000, true,  PYTORCH, true",
        "SoftmaxFocal, 1024, 1000, false, PYTORCH, true",
        "InfoNce,      1024,  256, true,  PYTORCH, false",
        "InfoNce,       256,  128, true,  PYTORCH, true",
        "InfoNce,       256,  128, false, PYTORCH, false",
        "InfoNce,       256,  128, false, ND4J,    true",
        "InfoNce,      1024,  256, false, JAVA,    true"
    })
    void aProgramIsExpectedToBeFaster(
            String loss, long rows, long columns, boolean vector, Host host, boolean expected) {
        List<Node> operations = operations(LossConfig.parse(loss), rows, columns);
        assertThat(Cost.ofProgram(operations, vector) < Cost.of(host, operations))
                .isEqualTo(expected);
    }
}
