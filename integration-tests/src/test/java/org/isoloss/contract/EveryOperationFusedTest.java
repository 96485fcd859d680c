/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.isoloss.fused.Programs;
import org.isoloss.fused.kernel.KernelProvider;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation of the vocabulary as a program, whatever its operands' rows are taken to be. */
class EveryOperationFusedTest {

    @TestFactory
    Stream<DynamicTest> everyOperationIsTheHosts() {
        return OperationCases.all().stream()
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> rows(c).forEach(rows -> check(c, rows))));
    }

    private static void check(OperationCase c, int rows) {
        HostTensor expected = c.on(new HostOps(), c.inputs());
        HostTensor doubles = Programs.run(KernelProvider.doubles(), rows, c::on, c.inputs());
        Closeness.assertClose("float64, %d rows".formatted(rows), expected, doubles, 1e-13);
        HostTensor floats = Programs.run(KernelProvider.floats(), rows, c::on, c.inputs());
        Closeness.assertClose("float32, %d rows".formatted(rows), expected, floats, 1e-6);
    }

    /** One row, and all that the operands' leading axes could be. */
    private static Set<Integer> rows(OperationCase c) {
        Set<Integer> rows = new TreeSet<>(Set.of(1, 2, 3, 6));
        c.inputs().stream()
                .filter(x -> x.shape().length > 0)
                .flatMap(x -> Stream.of(x.shape()[0], Arrays.stream(x.shape()).reduce(1, (a, b) -> a * b)))
                .filter(n -> n > 0)
                .forEach(n -> rows.add(n.intValue()));
        return rows;
    }
}
