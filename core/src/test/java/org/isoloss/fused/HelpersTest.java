/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HelpersTest {

    private static final int MOST = 3;

    private final Helpers helpers = new Helpers();

    @Test
    void numbersOfThreadsAreTakenOnceAndNobodyIsLeftAtTheEnd() {
        int helped = 0;
        for (int i = 0; i < 2000; i++) {
            Set<Integer> threads = new HashSet<>();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger turns = new AtomicInteger(50);
            helpers.share(
                    thread -> {
                        inside.incrementAndGet();
                        synchronized (threads) {
                            assertThat(threads.add(thread)).isTrue();
                        }
                        while (turns.getAndDecrement() > 0) {
                            Thread.onSpinWait();
                        }
                        inside.decrementAndGet();
                    },
                    MOST,
                    true);
            assertThat(inside).hasValue(0);
            assertThat(threads).contains(0).isSubsetOf(0, 1, 2, MOST);
            helped += threads.size() - 1;
        }
        assertThat(helped).isPositive();
    }

    @Test
    void whatAHelperThrowsTheCallerThrows() {
        CountDownLatch begun = new CountDownLatch(1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> helpers.share(
                        thread -> {
                            if (thread == 1) {
                                begun.countDown();
                                throw new IllegalStateException("of a helper");
                            }
                            await(begun);
                        },
                        1,
                        true))
                .havingRootCause()
                .withMessage("of a helper");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobodyIsWokenUnlessItIsAskedFor() {
        AtomicInteger threads = new AtomicInteger();
        helpers.share(thread -> threads.incrementAndGet(), MOST, false);
        assertThat(threads).hasValue(1);
    }

    @Test
    void severalCallersAtOnceGetTheirOwnWorkDone() throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<Integer>> sums = IntStream.range(0, 4)
                .mapToObj(caller -> callers.submit(() -> sumByShares(caller)))
                .toList();
        for (int caller = 0; caller < sums.size(); caller++) {
            assertThat(sums.get(caller).get()).isEqualTo(500 * (1 + caller) * 100 * 99 / 2);
        }
        callers.shutdown();
    }

    /** Adds up the numbers below 100 by several threads, 500 times, {@code 1 + caller} times each. */
    private int sumByShares(int caller) {
        AtomicInteger sum = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            AtomicInteger next = new AtomicInteger();
            helpers.share(
                    thread -> {
                        for (int n = next.getAndIncrement(); n < 100; n = next.getAndIncrement()) {
                            sum.addAndGet((1 + caller) * n);
                        }
                    },
                    MOST,
                    i % 2 == 0);
        }
        return sum.get();
    }
}
