/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.function.BiConsumer;

/** Who runs a recipe. */
enum Framework {
    DJL(DjlRun::run),
    DL4J(Dl4jRun::run);

    private final BiConsumer<Recipe, LossMonitor> run;

    Framework(BiConsumer<Recipe, LossMonitor> run) {
        this.run = run;
    }

    /** Trains to the end, watched by the monitor. */
    void train(Recipe recipe, LossMonitor monitor) {
        run.accept(recipe, monitor);
    }
}
