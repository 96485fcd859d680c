/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.util.Locale;
import java.util.OptionalInt;
import org.isoloss.Loss;

/**
 * What is to be learnt, and how.
 *
 * @param data all rows
 * @param split which of them are for training
 * @param task with which loss
 * @param settings how
 */
record Lesson(DataSet data, Split split, Task task, Settings settings) {

    /** As the options say; labels are hidden only from a loss that can ignore them. */
    static Lesson of(TrainingOptions options) {
        Settings settings = options.settings();
        DataSet data = options.data();
        Split all = Split.of(data, settings.seed());
        Loss loss = options.loss(LossCatalogue.all(), all.balancingWeights(data.classes()));
        Task task = new Task(loss, data.classes());
        OptionalInt unused = Split.unusedLabel(task.ignored(), data.classes());
        Split split = unused.isPresent() ? all.hiding(settings.unknown(), unused.getAsInt(), settings.seed()) : all;
        return new Lesson(data, split, task, settings);
    }

    String rows() {
        return String.format(
                Locale.ROOT,
                "%s: %d rows, %d for training, of which %d have no known label, and %d held out",
                data.name(),
                data.examples().size(),
                split.training().size(),
                split.unknown(data.classes()),
                split.heldOut().size());
    }

    String network() {
        return String.format(
                Locale.ROOT,
                "%d-%d-%d with tanh, float32; SGD with learning rate %s, batches of %d, seed %d",
                data.width(),
                settings.hidden(),
                task.classes(),
                settings.learningRate(),
                settings.batchSize(),
                settings.seed());
    }
}
