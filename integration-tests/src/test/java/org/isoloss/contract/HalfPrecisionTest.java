/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Execution;
import org.isoloss.Loss;
import org.isoloss.djl.DjlLoss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A loss of narrow inputs is the float32 loss of the same inputs, and its gradient is rounded once. */
class HalfPrecisionTest {

    private record Case(Route narrow, Route wide, Rounding rounding) {
        @Override
        public String toString() {
            return narrow.name();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(Execution.NATIVE, Execution.AUTO)
                .flatMap(by -> Stream.of(
                        new Case(djl(by), Bridges.djl(by, false), Rounding.HALF),
                        new Case(dl4j(DataType.FLOAT16, by), Bridges.dl4j(by, false), Rounding.HALF),
                        new Case(dl4j(DataType.BFLOAT16, by), Bridges.dl4j(by, false), Rounding.BRAIN)));
    }

    private static Route djl(Execution by) {
        return DjlRoutes.bridge("djl float16 " + by, ai.djl.ndarray.types.DataType.FLOAT16, loss -> new DjlLoss(loss)
                .withExecution(by));
    }

    private static Route dl4j(DataType type, Execution by) {
        return new Dl4jRoute("dl4j " + type + " " + by, type, loss -> new Dl4jLoss(loss).withExecution(by));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyLossIsComputedInFloat32AndItsGradientRoundedOnce(Case c) {
        List<String> wrong = new ArrayList<>();
        int losses = 0;
        int elements = 0;
        for (Loss loss : LossRecords.all()) {
            int before = elements;
            for (Batch<HostTensor> exact :
                    List.of(Examples.plain(loss), Examples.plain(loss).withMask(Examples.mask()))) {
                Batch<HostTensor> batch = exact.map(x -> rounded(x, c.rounding));
                if (c.narrow.takes(loss, batch)) {
                    elements += compare(c, loss, batch, wrong);
                }
            }
            losses += elements > before ? 1 : 0;
        }
        assertThat(wrong).isEmpty();
        assertThat(losses).isGreaterThan(45);
        assertThat(elements).isGreaterThan(2000);
    }

    private static int compare(Case c, Loss loss, Batch<HostTensor> batch, List<String> wrong) {
        Outcome expected = c.wide.evaluate(loss, batch);
        Outcome actual = c.narrow.evaluate(loss, batch);
        if (expected.scalar() != actual.scalar()) {
            wrong.add("%s: %s instead of %s".formatted(loss, actual.scalar(), expected.scalar()));
        }
        List<double[]> wide = expected.numbers();
        List<double[]> narrow = actual.numbers();
        for (int i = 1; i < wide.size(); i++) {
            double[] e = wide.get(i);
            double[] a = narrow.get(i);
            IntStream.range(0, e.length)
                    .filter(k -> Math.abs(a[k] - e[k]) > c.rounding.error(e[k]))
                    .forEach(k -> wrong.add("%s: gradient %s instead of %s".formatted(loss, a[k], e[k])));
        }
        return wide.stream().mapToInt(x -> x.length).sum();
    }

    private static HostTensor rounded(HostTensor x, Rounding rounding) {
        return x.kind() == Kind.FLOAT ? HostTensor.of(rounding.of(x.toArray()), x.shape()) : x;
    }
}
