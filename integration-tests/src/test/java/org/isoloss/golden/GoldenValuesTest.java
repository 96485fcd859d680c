/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.golden.Tally.Verdict;
import org.isoloss.host.HostTensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** Values and gradients are those of the software that people come from. Writes target/golden.tsv. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenValuesTest {

    private static final Path TABLE = Path.of("target", "golden.tsv");
    private static final Path POLICIES = Path.of("..", "docs", "deviations.md");
    private static final double REGULAR_DEVIATING = 0.01;
    private static final int SHOWN = 20;

    private final Tally tally = new Tally();
    private final List<Via> ways = Via.all();
    private Map<String, List<GoldenCase>> pairs = Map.of();

    @BeforeAll
    void read() {
        pairs = GoldenFiles.read().stream()
                .collect(Collectors.groupingBy(GoldenCase::pair, TreeMap::new, Collectors.toList()));
    }

    @Test
    void thereAreCases() {
        assertThat(pairs).isNotEmpty();
    }

    @Test
    void everyListedPairHasAMapper() {
        assertThat(ListedPairs.ALL).allMatch(Mappers::knows);
    }

    @Test
    void everyPolicyIsDescribed() throws IOException {
        assertThat(Files.readString(POLICIES))
                .contains(
                        Stream.of(Deviation.values()).map(d -> "## " + d.name()).toList());
    }

    @Test
    void everyWayIsLookedAt() {
        assertThat(ways).hasSize(5);
    }

    @TestFactory
    Stream<DynamicTest> agreesWithItsSource() {
        return pairs.entrySet().stream()
                .map(p -> DynamicTest.dynamicTest(p.getKey(), () -> {
                    List<String> failures = new ArrayList<>();
                    p.getValue().forEach(golden -> judge(golden, failures));
                    if (!failures.isEmpty()) {
                        throw new AssertionError(failures.stream()
                                .limit(SHOWN)
                                .collect(Collectors.joining("\n", failures.size() + " failed\n", "\n")));
                    }
                }));
    }

    private void judge(GoldenCase golden, List<String> failures) {
        if (golden.expected().isEmpty()) {
            judgeRefusal(golden, failures);
            return;
        }
        Optional<Mapped> mapped = Mappers.map(golden);
        for (Via way : ways) {
            if (way.isBridge() && !golden.isScalar()) {
                continue;
            }
            Verdict verdict = mapped.map(m -> judge(golden, m, way, failures)).orElse(Verdict.UNMAPPED);
            tally.count(golden, way, verdict);
        }
    }

    private Verdict judge(GoldenCase golden, Mapped mapped, Via way, List<String> failures) {
        if (!takes(way, mapped)) {
            return Verdict.UNMAPPED;
        }
        Comparison comparison;
        try {
            comparison = Comparison.of(golden, mapped, way.route().evaluate(mapped.loss(), mapped.batch()));
        } catch (RuntimeException e) {
            failures.add("%s by %s: %s".formatted(golden.id(), way.route().name(), e));
            return Verdict.FAILED;
        }
        Optional<String> difference = comparison.difference();
        if (difference.isEmpty()) {
            return Verdict.PASSED;
        }
        Set<Deviation> policies = Deviation.of(comparison);
        policies.forEach(tally::count);
        if (policies.isEmpty()) {
            failures.add("%s by %s: %s".formatted(golden.id(), way.route().name(), difference.get()));
        }
        return policies.isEmpty() ? Verdict.FAILED : Verdict.DEVIATING;
    }

    /** Frameworks do not call a loss for an empty batch. */
    private static boolean takes(Via way, Mapped mapped) {
        boolean empty = mapped.batch().inputs().stream().anyMatch(x -> x.toArray().length == 0);
        return !(way.isBridge() && empty) && way.route().takes(mapped.loss(), mapped.batch());
    }

    /** What the source refuses, checked mode must refuse too. */
    private void judgeRefusal(GoldenCase golden, List<String> failures) {
        for (Via way : ways) {
            if (way.isBridge()) {
                continue;
            }
            Verdict verdict = refuses(golden, way);
            if (verdict == Verdict.FAILED) {
                failures.add("%s by %s: was not refused"
                        .formatted(golden.id(), way.route().name()));
            }
            tally.count(golden, way, verdict);
        }
    }

    private static Verdict refuses(GoldenCase golden, Via way) {
        try {
            Optional<Mapped> mapped = Mappers.map(golden);
            if (mapped.isEmpty()) {
                return Verdict.UNMAPPED;
            }
            evaluateChecked(way, mapped.get().loss(), mapped.get().batch());
            return Verdict.FAILED;
        } catch (IllegalArgumentException e) {
            return Verdict.PASSED;
        }
    }

    private static void evaluateChecked(Via way, Loss loss, Batch<HostTensor> batch) {
        switch (way.backend()) {
            case "core" -> evaluateChecked(Backends.core(), loss, batch);
            case "djl" -> evaluateChecked(Backends.djl(ai.djl.ndarray.types.DataType.FLOAT64), loss, batch);
            default -> evaluateChecked(Backends.dl4j(org.nd4j.linalg.api.buffer.DataType.DOUBLE), loss, batch);
        }
    }

    private static <T> void evaluateChecked(Backend<T> backend, Loss loss, Batch<HostTensor> batch) {
        try (backend) {
            assertThat(new Evaluator<>(backend.ops()).checked().valueAndGradients(loss, batch.map(backend::of)))
                    .isNotNull();
        }
    }

    @AfterAll
    void report() throws IOException {
        tally.write(TABLE);
        LoggerFactory.getLogger(GoldenValuesTest.class).warn("deviations by policy: {}", tally.policies());
        assertThat(tally.failed()).as("failed cases, see " + TABLE).isZero();
        assertThat(tally.regularShareDeviating())
                .as("share of regular cases that deviate: %s", tally.policies())
                .isLessThanOrEqualTo(REGULAR_DEVIATING);
    }
}
