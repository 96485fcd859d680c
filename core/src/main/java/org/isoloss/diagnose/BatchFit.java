/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/**
 * What came of training a network on a single batch, which every sound one learns by heart.
 *
 * @param ending how it ended
 * @param first the loss before the first step
 * @param last the loss after the last
 * @param levels what the loss can be for this batch
 * @param steps how many steps there were
 * @since 0.1
 */
public record BatchFit(Ending ending, double first, double last, Levels levels, int steps) {

    /** How much of the way to the floor may be left; 3 of 100 rows of a batch are more. */
    private static final double REST = 0.02;

    /** How near to a level is at it, in part of the level's height above the floor. */
    private static final double NEAR = 0.03;

    /** Judges a training by the loss before it, after it, and what it could have been. */
    public static BatchFit of(double first, double last, Levels levels, int steps) {
        return new BatchFit(ending(first, last, levels), first, last, levels, steps);
    }

    /**
     * Takes steps until the loss has come to its floor or is not finite, at most {@code steps}.
     *
     * @param first the loss before the first
     * @param step takes the step of that number, from 1, and says the loss then
     */
    public static BatchFit train(double first, Levels levels, int steps, IntToDoubleFunction step) {
        BatchFit fit = of(first, first, levels, 0);
        for (int i = 1; i <= steps && Double.isFinite(fit.last) && !fit.reached(); i++) {
            fit = of(first, step.applyAsDouble(i), levels, i);
        }
        return fit;
    }

    private static Ending ending(double first, double last, Levels levels) {
        double floor = levels.floor().orElse(0);
        double reference = Math.min(first, levels.constant().orElse(first));
        if (!Double.isFinite(last)) {
            return Ending.NOT_FINITE;
        }
        if (last - floor <= REST * (reference - floor)) {
            return Ending.REACHED;
        }
        if (isAt(levels.constant(), last, floor)) {
            return Ending.IGNORES_INPUT;
        }
        if (isAt(levels.zero(), last, floor)) {
            return Ending.NO_SIGNAL;
        }
        if (isSoftmaxTwice(levels, last)) {
            return Ending.SOFTMAX_TWICE;
        }
        return last > first ? Ending.GREW : Ending.STUCK;
    }

    private static boolean isAt(OptionalDouble level, double loss, double floor) {
        return level.isPresent() && Math.abs(loss - level.getAsDouble()) <= NEAR * (level.getAsDouble() - floor);
    }

    private static boolean isSoftmaxTwice(Levels levels, double loss) {
        double classes = Math.exp(levels.zero().orElse(0));
        boolean whole = classes > 1.5 && Math.abs(classes - Math.rint(classes)) < 1e-6;
        return whole && isAt(OptionalDouble.of(Math.log(Math.E + classes - 1) - 1), loss, 0);
    }

    /** Whether the loss has come to its floor, but for a fiftieth of the way. */
    public boolean reached() {
        return ending == Ending.REACHED;
    }

    /** What it came to and what that usually means. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "After %d steps on one batch the loss is %.4g; it was %.4g, and can be %.4g. %s.",
                steps,
                last,
                first,
                levels.floor().orElse(0),
                ending.meaning());
    }
}
