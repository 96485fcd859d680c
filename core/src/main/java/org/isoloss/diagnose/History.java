/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The course of a training, as rules see it. It holds the first {@value #FIRST} steps, the last {@value #RECENT}, and of all
 * smoothed and validation losses a selection of at most {@value #COURSE}: when that is full, every second goes, and
 * of those to come every second is left out. Its memory does not grow with the steps.
 *
 * @since 0.1
 */
public final class History {

    /** How many of the first steps are kept. */
    public static final int FIRST = 32;

    /** How many of the last steps are kept. */
    public static final int RECENT = 256;

    /** How many points of the whole course are kept at most. */
    public static final int COURSE = 512;

    /** A loss that is an average over some twenty steps, which a batch more or less does not move. */
    private static final double SMOOTHING = 0.9;

    /** A point of the course: the number of a step, and a loss. */
    public record Point(long step, double loss) {}

    private final List<Step> first = new ArrayList<>();
    private final Deque<Step> recent = new ArrayDeque<>();
    private final Thinned<Point> course = new Thinned<>(COURSE);
    private final Thinned<Point> validations = new Thinned<>(COURSE);
    private final TargetPool targets = new TargetPool();
    private Guess guess = Guess.UNKNOWN;
    private Optional<Step> firstNotFinite = Optional.empty();
    private Optional<Step> lastMeasured = Optional.empty();
    private double sum;
    private double weight;
    private long repeats;

    void add(Step step) {
        step.minibatch().ifPresent(m -> targets.add(m.targets(), m.outputs().width()));
        step.minibatch().ifPresent(m -> measure(step.lean()));
        if (first.size() < FIRST) {
            first.add(step.lean());
        }
        recent.addLast(step.lean());
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        if (Double.isFinite(step.loss())) {
            sum = SMOOTHING * sum + (1 - SMOOTHING) * step.loss();
            weight = SMOOTHING * weight + (1 - SMOOTHING);
            course.offer(new Point(step.number(), sum / weight));
        } else if (firstNotFinite.isEmpty()) {
            firstNotFinite = Optional.of(step);
        }
    }

    private void measure(Step step) {
        repeats = lastMeasured.map(before -> repeats(before, step)).orElse(0L);
        lastMeasured = Optional.of(step);
    }

    /** A pass may consist of one batch, so only what comes again within a pass counts. */
    private long repeats(Step before, Step step) {
        boolean same = before.minibatch()
                .map(Minibatch::fingerprint)
                .equals(step.minibatch().map(Minibatch::fingerprint));
        if (!same) {
            return 0;
        }
        return before.epoch() == step.epoch() ? repeats + 1 : repeats;
    }

    void validated(double loss) {
        validations.offer(new Point(last().map(Step::number).orElse(0L), loss));
    }

    void compareWith(Guess guess) {
        this.guess = guess;
    }

    /** How many steps there have been, by the number of the last. */
    public long steps() {
        return last().map(Step::number).orElse(0L);
    }

    public Optional<Step> last() {
        return Optional.ofNullable(recent.peekLast());
    }

    /** The first steps, in order. */
    public List<Step> first() {
        return List.copyOf(first);
    }

    /** The last {@code n} steps, in order; fewer if there are no more. */
    public List<Step> recent(int n) {
        return recent.stream().skip(Math.max(0, recent.size() - n)).toList();
    }

    /** The smoothed loss over the whole course, thinned. */
    public List<Point> course() {
        return course.entries();
    }

    /** The validation losses over the whole course, thinned. */
    public List<Point> validations() {
        return validations.entries();
    }

    /** The smoothed loss now; empty before the first step with a finite loss. */
    public OptionalDouble smoothed() {
        return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
    }

    /** The first step whose loss is NaN or infinite. */
    public Optional<Step> firstNotFinite() {
        return firstNotFinite;
    }

    /** The loss of the first step; empty before it. */
    public OptionalDouble start() {
        return first.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(first.get(0).loss());
    }

    /** The median loss of the last {@code n} steps, of which some may be NaN or infinite. */
    public OptionalDouble level(int n) {
        return median(recent(n), step -> OptionalDouble.of(step.loss()));
    }

    /** How often the last batch that was measured has come again without another in between; once in each pass does not count. */
    public long repeats() {
        return repeats;
    }

    /** How well batches mix the data: 1 for rows in random order, about 0 where each batch has targets of its own. */
    public double mixture() {
        return targets.mixture();
    }

    /** How many batches the targets are known of. */
    public long knownBatches() {
        return targets.batches();
    }

    /** The mean of all targets so far, of classes by number. */
    public double meanTarget() {
        return targets.mean();
    }

    /** What is known of the loss's level. */
    public Guess guess() {
        return guess;
    }

    /** The loss of a guess that takes all classes for equally likely. */
    public OptionalDouble uniformGuess() {
        return guess.uniform(targets.width());
    }

    /** The least loss of outputs that are the same for all rows, for the targets so far. */
    public OptionalDouble constantGuess() {
        return guess.constant(targets);
    }

    /** The numbers in a row of outputs. */
    public long width() {
        return targets.width();
    }

    /** The median of a figure over those steps that have it; NaN counts as greatest. Empty if none has. */
    public static OptionalDouble median(Collection<Step> steps, Function<Step, OptionalDouble> figure) {
        double[] sorted = steps.stream()
                .map(figure)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[sorted.length / 2]);
    }
}
