/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What shows in the losses alone, and in the guesses they are compared with. */
final class LossSigns {

    /** A loss that has become so many times its start does not come down by itself. */
    static final double GROWN = 3;

    /** Parameters that move by more than their own size in a step have lost what they knew. */
    static final double LEAP = 1;

    /** Steps in a row, because a corrupt row or two make a spike. */
    static final int SHORT = 10;

    /** Batches of sound data differ by less, also when the loss is near 0, because the start is no smaller then. */
    static final double SPIKE = 5;

    /** One may be chance; those at the start, where long steps overshoot, do not count. */
    static final int SPIKES = 3;

    /** Steps whose median is the level of the loss now. */
    static final int WINDOW = 50;

    /** A training has had time to learn something. */
    static final int PATIENCE = 100;

    /** How near to a constant guess is no better: what 1,000 rows tell of it by chance. */
    static final double NO_BETTER = 0.97;

    /** The same on other data, of which a constant guess may be a little better than on what is known. */
    static final double NO_BETTER_UNSEEN = 0.8;

    /** Of the best validation loss: a training loss below that has learned what does not hold for other rows. */
    static final double BY_HEART = 0.9;

    /** In part of the least possible loss of two softmaxes: above that a training is not done. */
    static final double ABOVE_FLOOR = 1.15;

    /** In part of the start: smaller rises of the validation loss are noise, or do no harm. */
    static final double RISEN = 0.1;

    /** In part of the least: where the loss has not got far, less is noise. */
    static final double RISEN_BY = 1.2;

    /** In a row, because one may be noise. */
    static final int VALIDATIONS = 3;

    /** Of the start: a training that has come further may be at its end. */
    static final double FAR = 0.6;

    /** Of the start: the same where steps have become so small that no more can come, whatever batches differ by. */
    static final double DONE = 0.1;

    /** Of the movement at the start, over half of the steps; what a schedule that falls to 0 at the end does not come to. */
    static final double STILL = 1e-2;

    /** Of the start, in half of the steps. */
    static final double GAIN = 0.01;

    /** Of the validation loss, in a quarter of the steps: less is noise where nothing can be learned. */
    static final double GAIN_UNSEEN = 0.05;

    private LossSigns() {}

    static OptionalDouble notFinite(History h) {
        Optional<Step> bad = h.firstNotFinite();
        return Figures.when(
                bad.isPresent() && !hasGrown(h), bad.map(Step::number).orElse(0L));
    }

    static OptionalDouble divergence(History h) {
        OptionalDouble start = h.start();
        if (start.isEmpty() || !Double.isFinite(start.getAsDouble())) {
            return OptionalDouble.empty();
        }
        double usual = Math.max(start.getAsDouble(), h.uniformGuess().orElse(0));
        List<Step> steps = h.recent(SHORT);
        boolean stays = steps.size() == SHORT && steps.stream().allMatch(step -> hasGrown(step, usual));
        boolean leaps = steps.size() == SHORT && isBlownUp(h, usual);
        boolean lost = h.firstNotFinite().isPresent() && hasGrown(h);
        double times = h.level(SHORT).orElse(0) / usual;
        return Figures.when(lost || stays || leaps, Double.isNaN(times) ? Double.POSITIVE_INFINITY : times);
    }

    /**
     * Early steps that were far too long, and nothing learned since: units are dead or saturated. A start that only
     * overshoots recovers.
     */
    private static boolean isBlownUp(History h, double usual) {
        long grown = h.recent(History.RECENT).stream()
                .filter(step -> hasGrown(step, usual))
                .count();
        boolean leapt = h.first().stream().anyMatch(LossSigns::hasLeapt);
        double learned = NO_BETTER * Figures.reference(h).orElse(0);
        return h.steps() > History.FIRST
                && leapt
                && grown >= SPIKES
                && !(h.level(WINDOW / 2).orElse(0) < learned);
    }

    /** Before it stopped being finite. */
    private static boolean hasGrown(History h) {
        double usual = Math.max(h.start().orElse(0), h.uniformGuess().orElse(0));
        long end = h.firstNotFinite().map(Step::number).orElse(Long.MAX_VALUE);
        return h.recent(History.RECENT).stream()
                .filter(step -> step.number() <= end)
                .anyMatch(step -> hasLeapt(step) || (step.number() < end && hasGrown(step, usual)));
    }

    private static boolean hasGrown(Step step, double usual) {
        return !(step.loss() <= GROWN * usual);
    }

    private static boolean hasLeapt(Step step) {
        return step.movement().orElse(0) > LEAP;
    }

    static OptionalDouble spikes(History h) {
        List<Step> steps = h.recent(History.RECENT);
        double start = History.median(h.first(), step -> OptionalDouble.of(step.loss()))
                .orElse(0);
        double usual = Math.max(start, h.uniformGuess().orElse(0));
        long spikes = steps.stream()
                .filter(step -> step.number() > History.FIRST && step.loss() > SPIKE * usual)
                .count();
        boolean recovers = h.level(History.RECENT).orElse(0) <= usual;
        return Figures.when(spikes >= SPIKES && recovers, spikes);
    }

    /** Softmax of a distribution over C classes gives its greatest e / (e + C - 1) at most. */
    static OptionalDouble softmaxTwice(History h) {
        double floor = Math.log(Math.E + h.width() - 1) - 1;
        double least =
                h.recent(History.RECENT).stream().mapToDouble(Step::loss).min().orElse(0);
        double level = h.level(WINDOW).orElse(0);
        boolean above = least >= floor * (1 - 1e-4) && level < floor * ABOVE_FLOOR;
        return Figures.when(h.guess() == Guess.CLASSES && h.steps() >= 2 * PATIENCE && above, level);
    }

    static OptionalDouble unrelatedLabels(History h) {
        OptionalDouble constant = h.constantGuess();
        boolean moving = Figures.movement(h.recent(WINDOW)).orElse(1) > GradientSigns.STUCK;
        if (constant.isEmpty() || h.steps() < 2 * PATIENCE || !moving) {
            return OptionalDouble.empty();
        }
        double[] v = h.validations().stream().mapToDouble(History.Point::loss).toArray();
        if (v.length <= VALIDATIONS) {
            double level = h.level(PATIENCE).orElse(0) / constant.getAsDouble();
            return Figures.when(level > NO_BETTER, level);
        }
        double before =
                Arrays.stream(v, v.length / 2, v.length * 3 / 4).average().orElse(0);
        double now = Arrays.stream(v, v.length * 3 / 4, v.length).average().orElse(0);
        double best = leastMean(v);
        double level = best / constant.getAsDouble();
        boolean learntByHeart = h.level(WINDOW).orElse(best) < BY_HEART * best;
        boolean never = level > NO_BETTER && learntByHeart;
        boolean noMore = level > NO_BETTER_UNSEEN && now > before * (1 - GAIN_UNSEEN);
        return Figures.when(never || noMore, level);
    }

    /** Of as many validations in a row as it takes, because a single one is low by chance. */
    private static double leastMean(double[] v) {
        return IntStream.rangeClosed(0, v.length - VALIDATIONS)
                .mapToDouble(i -> Arrays.stream(v, i, i + VALIDATIONS).average().orElse(0))
                .min()
                .orElse(0);
    }

    static OptionalDouble overfitting(History h) {
        List<History.Point> validations = h.validations();
        double best =
                validations.stream().mapToDouble(History.Point::loss).min().orElse(0);
        double bound =
                Math.max(RISEN_BY * best, best + RISEN * Figures.reference(h).orElse(0));
        boolean risen = validations.size() > VALIDATIONS
                && validations.subList(validations.size() - VALIDATIONS, validations.size()).stream()
                        .allMatch(v -> v.loss() > bound);
        boolean fitted = h.level(WINDOW).orElse(bound) < best;
        return Figures.when(
                risen && fitted,
                validations.isEmpty()
                        ? 0
                        : validations.get(validations.size() - 1).loss() / best);
    }

    /** Nothing gained in the second half of a long training that has not got far, or in which nothing moves any more. */
    static OptionalDouble plateau(History h) {
        List<History.Point> course = h.course();
        if (h.steps() < 2 * PATIENCE || course.size() < PATIENCE) {
            return OptionalDouble.empty();
        }
        double start = Figures.reference(h).orElse(0);
        double before = median(course.subList(course.size() / 4, course.size() / 2));
        double now = median(course.subList(course.size() * 3 / 4, course.size()));
        double level = now / start;
        boolean stalled = before - now < GAIN * start;
        return Figures.when((stalled && level > FAR) || (isStill(h) && level > DONE), level);
    }

    private static double median(List<History.Point> points) {
        double[] sorted =
                points.stream().mapToDouble(History.Point::loss).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static boolean isStill(History h) {
        int half = (int) Math.min(History.RECENT, h.steps() / 2);
        double begin = Figures.movement(h.first()).orElse(0);
        return Figures.movement(h.recent(half)).orElse(1) < STILL * begin;
    }
}
