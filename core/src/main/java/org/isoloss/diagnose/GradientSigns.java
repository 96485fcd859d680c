/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What shows in gradients and in how far parameters move. */
final class GradientSigns {

    /** Steps to look at, so that one odd batch decides nothing. */
    static final int WINDOW = 20;

    /** Sound networks let through between 0.1 and 10; eight sigmoids, each of which a quarter at most, less than 1e-3. */
    static final double VANISHED = 1e-2;

    /** The same the other way round: eight layers with weights eight times too large come to 100 and more. */
    static final double EXPLODED = 50;

    /** A step is usually a thousandth of the parameters, with Adam on a small network at first a hundredth. */
    static final double STUCK = 1e-5;

    /** A network that learns at all gains more than that in so many steps, and batches differ by less. */
    static final double FLAT = 0.05;

    /** Before that the start of a slow training looks flat. */
    static final int FLAT_STEPS = 50;

    private GradientSigns() {}

    static OptionalDouble vanishing(History h) {
        OptionalDouble arriving = Figures.arriving(h.recent(WINDOW));
        boolean enough = h.recent(WINDOW).size() == WINDOW && arriving.isPresent();
        return Figures.when(
                enough && arriving.getAsDouble() > 0 && arriving.getAsDouble() < VANISHED, arriving.orElse(0));
    }

    static OptionalDouble exploding(History h) {
        List<Step> steps = h.first().stream().limit(WINDOW).toList();
        OptionalDouble arriving = Figures.arriving(steps);
        return Figures.when(steps.size() == WINDOW && arriving.orElse(0) > EXPLODED, arriving.orElse(0));
    }

    static OptionalDouble learningRateTooLow(History h) {
        double most = Stream.concat(h.first().stream(), h.recent(FLAT_STEPS).stream())
                .flatMapToDouble(step -> step.movement().stream())
                .max()
                .orElse(1);
        return Figures.when(isFlat(h) && most < STUCK, most);
    }

    static OptionalDouble flat(History h) {
        return Figures.when(
                isFlat(h) && h.steps() >= 2 * FLAT_STEPS, h.level(FLAT_STEPS).orElse(0));
    }

    private static boolean isFlat(History h) {
        Optional<Step> start = h.first().stream().findFirst();
        List<Step> recent = h.recent(FLAT_STEPS);
        if (start.isEmpty() || recent.size() < FLAT_STEPS || h.steps() > History.RECENT) {
            return false;
        }
        double begin = History.median(h.first(), step -> OptionalDouble.of(step.loss()))
                .orElse(0);
        double now = h.level(FLAT_STEPS / 2).orElse(0);
        return now >= begin * (1 - FLAT) && now <= begin * (1 + FLAT);
    }
}
