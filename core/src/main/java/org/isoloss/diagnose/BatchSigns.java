/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.List;
import java.util.OptionalDouble;

/** What shows in the batches: how they are drawn, and what can't come out. */
final class BatchSigns {

    /** Two equal batches in a row are chance where there are few; twenty within one pass over the data are not. */
    static final int REPEATS = 20;

    /** Until then the classes seen may be all there are. */
    static final int BATCHES = 10;

    /** Rows in random order come to 1, give or take 1 / sqrt(batches); rows sorted by class to about 0. */
    static final double MIXTURE = 0.5;

    /** So many steps a network has to move its outputs to where the targets are. */
    static final int PATIENCE = 50;

    /** Measured batches to look at; at every tenth step they are the last 200. */
    static final int WINDOW = 20;

    /** Outputs of an untrained network differ by about their own size; what moves with a common bias alone, by nothing. */
    static final double SPREAD = 1e-3;

    private BatchSigns() {}

    static OptionalDouble sameBatch(History h) {
        return Figures.when(h.repeats() >= REPEATS, h.repeats());
    }

    static OptionalDouble unshuffled(History h) {
        return Figures.when(h.knownBatches() >= BATCHES && h.mixture() < MIXTURE, h.mixture());
    }

    /** Outputs that stay in the range of a sigmoid or a tanh though the average target is outside. */
    static OptionalDouble unreachableTargets(History h) {
        List<Minibatch> batches = Figures.minibatches(h, WINDOW);
        if (h.guess() != Guess.SQUARES || h.steps() < PATIENCE || batches.size() < WINDOW || nothingArrives(h)) {
            return OptionalDouble.empty();
        }
        double least =
                batches.stream().mapToDouble(m -> m.outputs().least()).min().orElse(0);
        double most =
                batches.stream().mapToDouble(m -> m.outputs().most()).max().orElse(0);
        boolean squashed = least >= -1 && most <= 1;
        return Figures.when(squashed && Math.abs(h.meanTarget()) > 1, h.meanTarget());
    }

    /** Dead units hold outputs where they are too; in a saturated network a little comes through. */
    private static boolean nothingArrives(History h) {
        return Figures.arriving(h.recent(History.RECENT)).orElse(1) == 0;
    }

    static OptionalDouble constantPredictions(History h) {
        List<Minibatch> batches = Figures.minibatches(h, WINDOW);
        double most =
                batches.stream().mapToDouble(m -> m.outputs().spread()).max().orElse(1);
        boolean haveRows = batches.stream().allMatch(m -> m.targets().rows() > 1);
        return Figures.when(batches.size() == WINDOW && haveRows && most < SPREAD, most);
    }
}
