/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import org.isoloss.tensor.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is expected to be faster, as docs/performance.md has measured it. */
class CostTest {

    /** What is recorded for {@code [rows, columns]}. */
    private enum Work {
        SOFTMAX((r, x) -> r.sum(r.softmax(x), false, -1)),
        PRODUCT((r, x) -> r.sum(r.matmul(x, r.swapLast(x)), false, -1));

        private final BiFunction<Recorder, Node, Node> record;

        Work(BiFunction<Recorder, Node, Node> record) {
            this.record = record;
        }

        List<Node> of(long... shape) {
            Recorder r = new Recorder();
            return Scheduler.live(r.outputs(List.of(record.apply(r, r.input(0, Kind.FLOAT, shape)))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SOFTMAX,   32,   10, true,  true",
        "SOFTMAX,   32,   10, false, true",
        "SOFTMAX, 2048, 3200, true,  true",
        "SOFTMAX, 2048, 3200, false, true",
        "PRODUCT,    8,    4, false, true",
        "PRODUCT, 1024,  256, true,  true",
        "PRODUCT, 1024,  256, false, false",
        "PRODUCT, 4096, 4096, true,  false"
    })
    void aProgramIsExpectedToBeFaster(Work work, long rows, long columns, boolean vector, boolean expected) {
        List<Node> operations = work.of(rows, columns);
        assertThat(Cost.ofProgram(operations, vector) < Cost.ofFramework(operations))
                .isEqualTo(expected);
    }
}
