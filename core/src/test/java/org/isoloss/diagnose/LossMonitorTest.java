/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a monitor says of a course of losses, and of what it knows beside them. */
class LossMonitorTest {

    private static final double LOG_TEN = Math.log(10);

    /** A course of steps, and the rule that names it; empty if it is sound. */
    private record Course(String name, Guess guess, int steps, LongFunction<Step> step, String rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Course course(String name, int steps, LongFunction<Step> step, String rule) {
        return new Course(name, Guess.CLASSES, steps, step, rule);
    }

    private static Step loss(long n, double loss) {
        return Step.of(n, (int) (n / 50), loss);
    }

    /** Falls from log 10 to 0.1, as long as one looks. */
    private static double falling(long n) {
        return 0.1 + (LOG_TEN - 0.1) * Math.exp(-n / 100.0);
    }

    private static Minibatch minibatch(long fingerprint, double mean, double variance, double spread) {
        Targets targets = new Targets(32, mean, variance, 0, 9, Map.of());
        return new Minibatch(fingerprint, targets, new Outputs(10, spread, -5, 5));
    }

    /** At every tenth step. */
    private static Step sometimes(long n, Minibatch minibatch) {
        Step step = Step.of(n, 0, falling(n));
        return n % 10 == 0 ? step.withMinibatch(minibatch) : step;
    }

    private static List<Course> courses() {
        return List.of(
                course("a training that learns", 600, n -> loss(n, falling(n)), ""),
                course("one step", 1, n -> loss(n, falling(n)), ""),
                course("NaN from the start", 3, n -> loss(n, Double.NaN), "notFinite"),
                course("NaN out of the blue", 60, n -> loss(n, n < 50 ? falling(n) : Double.NaN), "notFinite"),
                course("infinity after growth", 60, n -> loss(n, n < 50 ? falling(n) * n : 1 / 0.0), "divergence"),
                course("growth", 60, n -> loss(n, LOG_TEN * n), "divergence"),
                course(
                        "NaN after a leap",
                        9,
                        n -> loss(n, n < 9 ? 2 : Double.NaN).withMovement(OptionalDouble.of(5)),
                        "divergence"),
                course("spikes", 200, n -> loss(n, n % 40 == 39 ? 50 : falling(n)), "spikes"),
                course("two spikes", 90, n -> loss(n, n % 40 == 39 ? 50 : falling(n)), ""),
                course("flat", 120, n -> loss(n, LOG_TEN + n % 7 * 0.001), "flat"),
                course(
                        "flat, and hardly a step",
                        60,
                        n -> loss(n, LOG_TEN).withMovement(OptionalDouble.of(1e-8)),
                        "learningRateTooLow"),
                course("a plateau far up", 400, n -> loss(n, Math.max(1.8, falling(n))), "plateau"),
                course("a plateau far down", 900, n -> loss(n, Math.max(0.3, falling(n))), ""),
                course(
                        "one batch for ever",
                        60,
                        n -> loss(n, falling(n)).withMinibatch(minibatch(7, 4.5, 8, 1)),
                        "sameBatch"),
                course(
                        "all data in one batch",
                        60,
                        n -> Step.of(n, (int) n, falling(n)).withMinibatch(minibatch(7, 4.5, 8, 1)),
                        ""),
                course(
                        "batches by class",
                        60,
                        n -> loss(n, falling(n)).withMinibatch(minibatch(n, n % 10, 0, 1)),
                        "unshuffled"),
                course(
                        "outputs all the same",
                        60,
                        n -> loss(n, falling(n)).withMinibatch(minibatch(n, 4.5, 8, 1e-6)),
                        "constantPredictions"),
                course(
                        "one batch for ever, measured now and then",
                        450,
                        n -> sometimes(n, minibatch(7, 4.5, 8, 1)),
                        "sameBatch"),
                course(
                        "batches by class, measured now and then",
                        300,
                        n -> sometimes(n, minibatch(n, n / 10 % 10, 0, 1)),
                        "unshuffled"),
                course(
                        "outputs all the same, measured now and then",
                        300,
                        n -> sometimes(n, minibatch(n, 4.5, 8, 1e-6)),
                        "constantPredictions"),
                course(
                        "nothing arrives",
                        60,
                        n -> loss(n, falling(n)).withGradients(new Gradients(1, 1e-5, 1)),
                        "vanishingGradients"),
                course(
                        "too much arrives",
                        60,
                        n -> loss(n, falling(n)).withGradients(new Gradients(1, 1e5, 1)),
                        "explodingGradients"));
    }

    private static LossMonitor watched(Course course) {
        LossMonitor monitor = new LossMonitor().compareWith(course.guess());
        LongStream.rangeClosed(1, course.steps())
                .forEach(n -> monitor.step(course.step().apply(n)));
        return monitor;
    }

    @ParameterizedTest
    @MethodSource("courses")
    void theCourseIsNamed(Course course) {
        List<Finding> findings = watched(course).findings();
        assertThat(findings.stream().map(f -> f.rule().name()).findFirst().orElse(""))
                .isEqualTo(course.rule());
        assertThat(findings).allSatisfy(f -> assertThat(f.step()).isBetween(1L, (long) course.steps()));
    }

    @Test
    void aRisingValidationLossIsOverfittingOnlyIfTheTrainingLossFalls() {
        assertThat(validated(n -> 0.5 + n * 0.004, 0.01)).isEqualTo("overfitting");
        assertThat(validated(n -> 0.5 + n * 0.004, 3)).isNotEqualTo("overfitting");
        assertThat(validated(n -> 0.5, 0.01)).isEmpty();
    }

    private static String validated(LongFunction<Double> validation, double floor) {
        LossMonitor monitor = new LossMonitor();
        for (long n = 1; n <= 300; n++) {
            monitor.step(loss(n, Math.max(floor, falling(n) - 0.1)));
            if (n % 25 == 0) {
                monitor.validated(validation.apply(n));
            }
        }
        return monitor.diagnosis().map(f -> f.rule().name()).orElse("");
    }

    @Test
    void aFindingIsToldOnceAndStays() {
        List<Finding> told = new ArrayList<>();
        LossMonitor monitor = new LossMonitor().onFinding(told::add);
        LongStream.rangeClosed(1, 1000).forEach(n -> monitor.step(loss(n, n < 300 && n % 40 == 39 ? 50 : falling(n))));
        assertThat(told).hasSize(1).isEqualTo(monitor.findings());
        assertThat(told.get(0).toString())
                .startsWith("step 120: spikes: The loss has jumped far above its start 3 times");
    }

    @Test
    void whatExplainsTheOthersComesFirst() {
        LossMonitor monitor = new LossMonitor();
        LongStream.rangeClosed(1, 120)
                .forEach(n -> monitor.step(loss(n, 2 * n).withGradients(new Gradients(1, 1e-6, 1))));
        assertThat(monitor.findings())
                .extracting(f -> f.rule().name())
                .containsExactly("divergence", "vanishingGradients");
    }

    @Test
    void aFigureIsNeverNaN() {
        LossMonitor monitor = new LossMonitor();
        LongStream.rangeClosed(1, 60).forEach(n -> monitor.step(loss(n, n < 50 ? falling(n) * n : Double.NaN)));
        assertThat(monitor.findings()).isNotEmpty().allSatisfy(f -> assertThat(f.sentence())
                .doesNotContain("NaN times"));
    }

    @Test
    void theRulesCanBeOnesOwn() {
        Rule own = new Rule(
                "tenSteps",
                "There were %.0f steps",
                "Time goes by",
                List.of("stop"),
                h -> h.steps() >= 10 ? OptionalDouble.of(h.steps()) : OptionalDouble.empty());
        LossMonitor monitor = new LossMonitor(List.of(own));
        LongStream.rangeClosed(1, 12).forEach(n -> monitor.step(loss(n, 1)));
        assertThat(monitor.diagnosis().map(Finding::sentence))
                .contains("There were 10 steps. Time goes by. Try, in this order: stop.");
    }

    @Test
    void memoryDoesNotGrowWithTheSteps() {
        Course long_ = course("long", 20_000, n -> loss(n, 1 + 1.0 / n), "");
        History h = watched(new Course(long_.name(), Guess.UNKNOWN, long_.steps(), long_.step(), ""))
                .history();
        assertThat(h.steps()).isEqualTo(20_000);
        assertThat(h.first()).hasSize(History.FIRST);
        assertThat(h.recent(Integer.MAX_VALUE)).hasSize(History.RECENT);
        assertThat(h.course()).hasSizeBetween(History.COURSE / 2, History.COURSE);
        List<Long> numbers = h.course().stream().map(History.Point::step).toList();
        long stride = numbers.get(1) - numbers.get(0);
        assertThat(stride).isGreaterThan(1);
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i) - numbers.get(i - 1)).isEqualTo(stride);
        }
    }
}
