/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isoloss.contract.Backend;
import org.isoloss.contract.Backends;
import org.isoloss.contract.ExampleInputs;
import org.isoloss.contract.LossRecords;
import org.isoloss.embedding.BatchAllTriplet;
import org.isoloss.embedding.BatchHardTriplet;
import org.isoloss.embedding.Candidates;
import org.isoloss.embedding.CoSent;
import org.isoloss.embedding.ContrastivePairs;
import org.isoloss.embedding.MultipleNegativesRanking;
import org.isoloss.embedding.NtXent;
import org.isoloss.embedding.SigLip;
import org.isoloss.embedding.SupCon;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Theorems about losses of embeddings. */
class EmbeddingInvariantsTest {

    private static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());

    private static ValueAndGradients<HostTensor> evaluate(Loss loss, List<HostTensor> inputs) {
        return EVALUATOR.valueAndGradients(loss, Batch.of(inputs));
    }

    private static double value(Loss loss, List<HostTensor> inputs) {
        return evaluate(loss, inputs).value().toArray()[0];
    }

    /** With every embedding changed. */
    private static List<HostTensor> mapped(Loss loss, List<HostTensor> inputs, DoubleUnaryOperator change) {
        List<HostTensor> changed = new ArrayList<>(inputs);
        for (int i = 0; i < changed.size(); i++) {
            if (loss.signature().ports().get(i).domain() == Domain.EMBEDDING) {
                HostTensor x = inputs.get(i);
                changed.set(
                        i, HostTensor.of(Arrays.stream(x.toArray()).map(change).toArray(), x.shape()));
            }
        }
        return changed;
    }

    static List<Loss> ofDirections() {
        return List.of(
                new NtXent(),
                new NtXent().withCandidates(Candidates.GALLERY),
                new SupCon(),
                new SupCon().withCandidates(Candidates.VIEWS),
                new ContrastivePairs(),
                new MultipleNegativesRanking().withNegatives(2),
                new CoSent(),
                new SigLip());
    }

    @ParameterizedTest
    @MethodSource("ofDirections")
    void lengthDoesNotMatter(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(41).of(loss);
        double once = value(loss, inputs);
        assertThat(once).isPositive();
        assertThat(value(loss, mapped(loss, inputs, v -> 17 * v))).isCloseTo(once, within(once));
        assertThat(value(loss, mapped(loss, inputs, v -> -v))).isCloseTo(once, within(once));
    }

    private static org.assertj.core.data.Offset<Double> within(double scale) {
        return org.assertj.core.data.Offset.offset(1e-11 * Math.abs(scale));
    }

    @ParameterizedTest
    @MethodSource("ofDirections")
    void zeroAndHugeEmbeddingsGiveNumbersOnEveryBackend(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(42).of(loss);
        for (DoubleUnaryOperator change :
                List.<DoubleUnaryOperator>of(v -> 0, v -> 1, v -> 1e4 * Math.signum(v), v -> 1e-160 * v)) {
            List<HostTensor> extreme = mapped(loss, inputs, change);
            Backends.all().forEach(backend -> assertThat(numbers(backend.get(), loss, extreme))
                    .isNotEmpty()
                    .allMatch(Double::isFinite));
        }
    }

    static List<Loss> ofEmbeddings() {
        return LossRecords.withVariants().stream()
                .filter(loss -> loss.signature().predictions().stream().anyMatch(p -> p.domain() == Domain.EMBEDDING))
                .toList();
    }

    @Test
    void thereAreLossesOfEmbeddings() {
        assertThat(ofEmbeddings()).hasSizeGreaterThan(20);
    }

    /** All embeddings equal, or each opposite to its neighbours. */
    @ParameterizedTest
    @MethodSource("ofEmbeddings")
    void identicalAndAntipodalEmbeddingsGiveNumbersOnEveryBackend(Loss loss) {
        List<HostTensor> inputs = ExampleInputs.seeded(44).of(loss);
        for (double neighbour : new double[] {1, -1}) {
            List<HostTensor> turned = IntStream.range(0, inputs.size())
                    .mapToObj(i -> loss.signature().ports().get(i).domain() == Domain.EMBEDDING
                            ? rowsOf(inputs.get(i), neighbour)
                            : inputs.get(i))
                    .toList();
            Backends.all().forEach(backend -> assertThat(numbers(backend.get(), loss, turned))
                    .isNotEmpty()
                    .allMatch(Double::isFinite));
        }
    }

    /** Its first row, and that times {@code neighbour}, in turn. */
    private static HostTensor rowsOf(HostTensor x, double neighbour) {
        int width = (int) Shapes.last(x.shape());
        double[] data = x.toArray();
        double[] rows = IntStream.range(0, data.length)
                .mapToDouble(i -> data[i % width] * ((i / width) % 2 == 0 ? 1 : neighbour))
                .toArray();
        return HostTensor.of(rows, x.shape());
    }

    private static <T> List<Double> numbers(Backend<T> backend, Loss loss, List<HostTensor> inputs) {
        try (backend) {
            ValueAndGradients<T> both = new Evaluator<>(backend.ops())
                    .valueAndGradients(
                            loss, Batch.of(inputs.stream().map(backend::of).toList()));
            return Stream.concat(Stream.of(both.value()), both.gradients().stream())
                    .flatMap(x -> Arrays.stream(backend.ops().toHost(x)).boxed())
                    .toList();
        }
    }

    /** With two rows in each of two groups an anchor has one positive: a mask of one negative leaves one triple each. */
    @Test
    void theHardestOfOneTripleIsThatTriple() {
        HostTensor x = HostTensor.of(new double[] {0, 0, 3, 4, 6, 8, 1, 1}, 4, 2);
        HostTensor labels = HostTensor.indices(0, 0, 1, 1);
        Batch<HostTensor> batch = Batch.of(List.of(x, labels)).withMask(HostTensor.of(new double[] {1, 1, 1, 0}, 4));
        HostTensor hard = EVALUATOR.value(new BatchHardTriplet().withReduction(Reduction.SUM), batch);
        HostTensor all = EVALUATOR.value(new BatchAllTriplet().withReduction(Reduction.SUM), batch);
        // distances 5, 10 and 5: max(0, 5 - 10 + 5) + max(0, 5 - 5 + 5); the third is its own positive, max(0, 0 - 5 +
        // 5)
        assertThat(hard.toArray()).containsExactly(5);
        assertThat(all.toArray()).containsExactly(5);
    }

    @Test
    void aColdContrastOfGroupsStillPulls() {
        HostTensor x = HostTensor.of(new double[] {1, 0, 0, 1, 1, 0.1, -0.1, 1}, 4, 2);
        HostTensor labels = HostTensor.indices(0, 0, 1, 1);
        for (Loss loss : List.of(new NtXent().withTemperature(0.01), new SupCon().withTemperature(0.01))) {
            double[] g = evaluate(loss, List.of(x, labels)).gradients().get(0).toArray();
            assertThat(IntStream.range(0, 4).allMatch(r -> Math.hypot(g[2 * r], g[2 * r + 1]) > 0.1))
                    .isTrue();
        }
    }
}
