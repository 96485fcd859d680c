/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.isoloss.contract.Closeness;
import org.isoloss.fused.kernel.KernelProvider;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.Test;

/** Whatever the vocabulary says, a program does as the host, gradients too. */
class RandomProgramsTest {

    private static final int PROGRAMS = 600;

    @Test
    void everyProgramIsTheHosts() {
        int looked = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(7);
            int m = random.nextBoolean() ? n : 2 + random.nextInt(6);
            RandomExpression expression = new RandomExpression(seed, 3 + random.nextInt(8));
            List<HostTensor> inputs = List.of(
                    reals(random, n, m),
                    reals(random, n, m),
                    HostTensor.indices(random.longs(n, 0, m).toArray(), n));
            HostTensor expected = expression.on(new HostOps(), inputs);
            HostTensor actual = Programs.run(KernelProvider.doubles(), n, expression, inputs);
            Closeness.assertWithin("program %d, [%d, %d]".formatted(seed, n, m), expected, actual, 1e-11);
            looked += Arrays.stream(expected.toArray()).anyMatch(v -> v != 0) ? 1 : 0;
        }
        assertThat(looked).as("programs with a gradient").isGreaterThan(PROGRAMS / 2);
    }

    private static HostTensor reals(Random random, int n, int m) {
        return HostTensor.of(random.doubles((long) n * m, -2, 2).toArray(), n, m);
    }
}
