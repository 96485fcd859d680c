/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read off labels. */
class LabelStatisticsTest {

    private static final double[] SKEWED = {0.2, 1.5, 3.1, 0.9, 7.7, 2.2, 40, 1.1, 0.4, 5};

    private static double[] normal(int count) {
        Random random = new Random(1);
        return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
    }

    private static double[] mapped(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    @Test
    void classWeightsAreThoseOfScikitLearn() {
        // the example of sklearn.utils.class_weight.compute_class_weight("balanced", ...), 1.6
        assertThat(ClassStatistics.of(1, 1, 1, 1, 0, 0).balancedWeights()).containsExactly(1.5, 0.75);
    }

    @Test
    void weighedClassesCountTheSameAndOneOnAverage() {
        ClassStatistics statistics = ClassStatistics.of(0, 0, 0, 3, 2, 2, -1);

        List<Double> weights = statistics.balancedWeights();
        assertThat(IntStream.of(0, 2, 3)
                        .mapToDouble(c -> weights.get(c) * statistics.counts().get(c)))
                .hasSize(3)
                .allSatisfy(total -> assertThat(total).isCloseTo(2, offset(1e-12)));
        assertThat(weights.get(1)).as("a class that does not occur").isEqualTo(1);
        assertThat(statistics.known()).isEqualTo(6);
        assertThat(statistics.imbalance()).isEqualTo(3);
    }

    @Test
    void positiveWeightsAreThoseOfPyTorch() {
        // documentation of torch.nn.BCEWithLogitsLoss: 100 positive and 300 negative examples have pos_weight 3
        double[] truths =
                IntStream.range(0, 400).mapToDouble(i -> i < 100 ? 1 : 0).toArray();

        assertThat(IndicatorStatistics.of(List.of(truths)).positiveWeights()).containsExactly(3.0);
        assertThat(IndicatorStatistics.of(List.of(mapped(truths, y -> 2 * y - 1)))
                        .positiveWeights())
                .as("signs")
                .containsExactly(3.0);
        assertThat(IndicatorStatistics.of(List.of(truths, mapped(truths, y -> 1 - y), mapped(truths, y -> 0)))
                        .positiveWeights())
                .as("a label that never holds")
                .containsExactly(3.0, 1 / 3.0, 1.0);
    }

    @Test
    void scaleAndSkewnessAreThoseOfOtherSoftware() {
        // R: mad(1:9)
        assertThat(TargetStatistics.of(1, 2, 3, 4, 5, 6, 7, 8, 9).scale()).isCloseTo(2.9652, offset(1e-12));
        // scipy.stats 1.17: median_abs_deviation(x, scale="normal"), skew(x)
        TargetStatistics skewed = TargetStatistics.of(SKEWED);
        assertThat(skewed.scale()).isCloseTo(2.001512994982563, within(1e-4));
        assertThat(skewed.skewness()).isCloseTo(2.491861417498755, offset(1e-12));
        assertThat(TargetStatistics.of(2, 8, 0, 4, 1, 9, 9, 0).skewness()).isCloseTo(0.2650554122698573, offset(1e-12));
    }

    @Test
    void ofNormalNumbersScaleIsTheDeviationAndFewAreOutliers() {
        TargetStatistics statistics = TargetStatistics.of(mapped(normal(100_000), x -> 50 + 7 * x));

        assertThat(statistics.median()).isCloseTo(50, within(0.1));
        assertThat(statistics.scale()).isCloseTo(7, within(0.1));
        assertThat(statistics.outliers()).as("twice the tail beyond three").isCloseTo(0.0027, within(0.0005));
        assertThat(statistics.skewness()).isCloseTo(0, within(0.03));
    }

    @Test
    void grossErrorsMoveTheScaleLittle() {
        double[] y = normal(1000);
        for (int i = 0; i < 100; i++) {
            y[10 * i] = 1000;
        }
        TargetStatistics statistics = TargetStatistics.of(y);

        assertThat(statistics.scale()).isCloseTo(1, within(0.25));
        assertThat(statistics.outliers()).isCloseTo(0.1, within(0.01));
    }

    @Test
    void deltaKeepsNinetyFivePercentOfThePrecision() {
        double delta = TargetStatistics.of(normal(200_000)).delta();

        // asymptotic efficiency of Huber's estimator for normal errors: E[psi']^2 / E[psi^2]
        double step = 1e-4;
        double inside = 0;
        double squares = 0;
        for (double x = -10; x < 10; x += step) {
            double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * step;
            double psi = Math.max(-delta, Math.min(delta, x));
            inside += Math.abs(x) < delta ? density : 0;
            squares += psi * psi * density;
        }
        assertThat(inside * inside / squares).isCloseTo(0.95, within(0.001));
    }

    @Test
    void equalNumbersHaveNoScaleAndNoDelta() {
        TargetStatistics statistics = TargetStatistics.of(5, 5, 5, 5, 9);

        assertThat(statistics.scale()).isZero();
        assertThat(statistics.outliers()).isZero();
        assertThat(statistics.evidence()).hasSize(1).allSatisfy(e -> assertThat(e.parameters())
                .isEmpty());
        assertThat(TargetStatistics.of(3).skewness()).isZero();
    }

    /** Columns, and the traits that they show. */
    @Test
    void labelsShowTheTraitsThatTheyHave() {
        double[] x = normal(2000);
        double[] ten = IntStream.range(0, 2000).mapToDouble(i -> i % 10).toArray();
        double[] lists =
                IntStream.range(0, 2000).mapToDouble(i -> Math.floorDiv(i, 10)).toArray();
        Map<Ask, Set<Trait>> expected = Map.ofEntries(
                Map.entry(ask(Task.BINARY, mapped(x, v -> v > 0 ? 1 : 0)), Set.of()),
                Map.entry(ask(Task.BINARY, mapped(x, v -> v > 1.2 ? 1 : 0)), Set.of(Trait.IMBALANCE)),
                Map.entry(
                        ask(Task.BINARY, mapped(x, v -> v > 2.6 ? 1 : 0)),
                        Set.of(Trait.IMBALANCE, Trait.EASY_EXAMPLES)),
                Map.entry(ask(Task.BINARY, mapped(x, v -> v > 1 ? -1 : v > 0 ? 1 : 0)), Set.of(Trait.MISSING_LABELS)),
                Map.entry(ask(Task.BINARY, mapped(x, v -> 1 / (1 + Math.exp(v)))), Set.of(Trait.SOFT_LABELS)),
                Map.entry(ask(Task.MULTI_CLASS, ten), Set.of()),
                Map.entry(ask(Task.MULTI_CLASS, mapped(ten, v -> Math.max(0, v - 7))), Set.of(Trait.IMBALANCE)),
                Map.entry(ask(Task.SEGMENTATION, mapped(ten, v -> v - 1)), Set.of(Trait.MISSING_LABELS)),
                Map.entry(
                        ask(Task.MULTI_LABEL, mapped(x, v -> v > 0 ? 1 : 0), mapped(x, v -> v < 0 ? 1 : 0)), Set.of()),
                Map.entry(
                        ask(Task.MULTI_LABEL, mapped(x, v -> v > 0 ? 1 : 0), mapped(x, v -> v > 1.2 ? 1 : 0)),
                        Set.of(Trait.IMBALANCE)),
                Map.entry(ask(Task.LANGUAGE_MODEL, mapped(ten, v -> 1000 * v)), Set.of()),
                Map.entry(ask(Task.LANGUAGE_MODEL, mapped(ten, v -> 5000 * v)), Set.of(Trait.LARGE_VOCABULARY)),
                Map.entry(ask(Task.REGRESSION, x), Set.of()),
                Map.entry(ask(Task.REGRESSION, mapped(x, v -> v * v * v)), Set.of(Trait.OUTLIERS)),
                Map.entry(ask(Task.REGRESSION, mapped(x, Math::exp)), Set.of(Trait.WIDE_RANGE)),
                Map.entry(ask(Task.REGRESSION, mapped(x, v -> Math.rint(v * v))), Set.of(Trait.COUNTS)),
                Map.entry(ask(Task.REGRESSION, mapped(x, v -> Math.max(0, v))), Set.of(Trait.MANY_ZEROS)),
                Map.entry(ask(Task.BOXES, x, mapped(x, v -> v + 1)), Set.of()),
                Map.entry(ask(Task.EMBEDDING, lists), Set.of(Trait.GROUPS)),
                Map.entry(ask(Task.RANKING, lists, mapped(ten, v -> Math.floor(v / 3))), Set.of()),
                Map.entry(ask(Task.RANKING, lists, mapped(ten, v -> v > 7 ? 1 : 0)), Set.of(Trait.BINARY_GRADES)),
                Map.entry(ask(Task.RANKING, lists, ten), Set.of(Trait.FULL_ORDER)),
                Map.entry(ask(Task.RANKING, lists, mapped(ten, v -> v < 2 ? v : -1)), Set.of(Trait.PREFERENCES)),
                Map.entry(ask(Task.RANKING, lists, mapped(ten, v -> 1)), Set.of()),
                Map.entry(ask(Task.RANKING, mapped(x, v -> 0), ten), Set.of(Trait.LONG_LISTS)));
        assertThat(expected).hasSize(25);
        expected.forEach((ask, traits) -> {
            List<Evidence> evidence = ask.task().evidence(ask.columns());
            assertThat(evidence.stream()
                            .map(Evidence::trait)
                            .flatMap(Optional::stream)
                            .collect(Collectors.toSet()))
                    .as("%s %s", ask.task(), evidence)
                    .isEqualTo(traits);
            assertThat(evidence).isNotEmpty().allSatisfy(e -> assertThat(e.sentence())
                    .endsWith("."));
            assertThat(LossGuide.traits(ask.task())).containsAll(traits);
        });
    }

    private record Ask(Task task, List<double[]> columns) {}

    private static Ask ask(Task task, double[]... columns) {
        return new Ask(task, List.of(columns));
    }

    @Test
    void whatIsEasyByFarWantsTheAlphaOfThePaper() {
        double[] rare = IntStream.range(0, 1000).mapToDouble(i -> i < 5 ? 1 : 0).toArray();

        assertThat(alpha(rare)).isEqualTo(0.25);
        assertThat(alpha(mapped(rare, y -> 1 - y))).isEqualTo(0.75);
        assertThat(alpha(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(0.9);
    }

    private static Object alpha(double... truths) {
        return Task.BINARY.evidence(List.of(truths)).get(0).parameters().getOrDefault("alpha", "none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BINARY | 0;1;2 | truths must be in [0, 1], got 2",
                "BINARY | 0:1;0:1 | BINARY takes one column of truths: 0, 1 or a share between, negative where not known; "
                        + "or -1 and 1, got 2",
                "MULTI_CLASS | 0;1.5 | labels must be whole numbers below 16777216, got 1.5",
                "MULTI_CLASS | 0;1e9 | labels must be whole numbers below 16777216, got 1.0E9",
                "MULTI_CLASS | -1;-1 | labels must name at least one class, got none",
                "RANKING | 1;2 | RANKING takes two columns: the number of the list, and the grade, negative where there is no "
                        + "document, got 1",
                "RANKING | 1:-1;2:-1 | grades must have at least one of 0 or more, got none",
                "TRANSCRIPTION | 1;2 | TRANSCRIPTION takes no labels that say anything about the loss, got 1",
                "REGRESSION | 1;NaN | targets must be finite, got NaN",
                "BINARY | NaN;1 | truths must be in [0, 1], got NaN",
                "MULTI_CLASS | NaN;1 | labels must be whole numbers below 16777216, got NaN"
            })
    void labelsThatDoNotFitAreOneSentence(Task task, String rows, String sentence) {
        String[] lines = rows.split(";");
        List<double[]> columns = IntStream.range(0, lines[0].split(":").length)
                .mapToObj(c -> Arrays.stream(lines)
                        .mapToDouble(line -> Double.parseDouble(line.split(":")[c]))
                        .toArray())
                .toList();
        assertThatThrownBy(() -> task.evidence(columns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void columnsOfDifferentLengthAreRefused() {
        assertThatThrownBy(() -> Task.REGRESSION.evidence(List.of(new double[2], new double[3])))
                .hasMessage("columns must have the same number of rows, at least 1, got [2, 3]");
        assertThatThrownBy(() -> Task.REGRESSION.evidence(List.of(new double[0])))
                .hasMessage("columns must have the same number of rows, at least 1, got [0]");
    }
}
