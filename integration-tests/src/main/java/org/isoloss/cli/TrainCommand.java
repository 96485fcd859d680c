/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.isoloss.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The first half of the main job, by itself. */
@Command(
        name = "train",
        description =
                "Trains the same network in DJL and in DL4J, from the same weights on the same batches, and compares them "
                        + "after each epoch.")
final class TrainCommand implements Callable<Integer> {

    private final Limits limits;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    TrainCommand(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Integer call() {
        return Main.verdict(train(options, limits, spec), spec);
    }

    /** Trains, prints, and returns the sentence that says what went wrong, if anything did. */
    static Optional<String> train(TrainingOptions options, Limits limits, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.settings();
        DataSet data = options.data();
        Split all = Split.of(data, settings.seed());
        Task task = new Task(options.loss(LossCatalogue.all(), all.balancingWeights(data.classes())), data.classes());
        OptionalInt unused = Split.unusedLabel(task.ignored(), data.classes());
        Split split = unused.isPresent() ? all.hiding(settings.unknown(), unused.getAsInt(), settings.seed()) : all;
        describe(out, data, split, task, settings);
        Training training = new Training(task, split, settings);
        Limits agreed = options.limits(limits);
        return options.executions().stream()
                .map(execution -> agreed.brokenBy(run(training, execution, spec)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static List<Epoch> run(Training training, Execution execution, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("losses run %s%n", execution);
        long begin = System.nanoTime();
        List<Epoch> epochs = training.run(execution, out, spec.commandLine().getErr());
        out.printf(Locale.ROOT, "Trained both in %.1f s.%n%n", (System.nanoTime() - begin) / 1e9);
        return epochs;
    }

    private static void describe(PrintWriter out, DataSet data, Split split, Task task, Settings settings) {
        out.printf(
                Locale.ROOT,
                "%s: %d rows, %d for training, of which %d have no known label, and %d held out%n",
                data.name(),
                data.examples().size(),
                split.training().size(),
                split.unknown(data.classes()),
                split.heldOut().size());
        out.printf(
                Locale.ROOT,
                "network %d-%d-%d with tanh, float32; SGD with learning rate %s, batches of %d, seed %d%n",
                data.width(),
                settings.hidden(),
                task.classes(),
                settings.learningRate(),
                settings.batchSize(),
                settings.seed());
        out.printf("loss %s%n%n", task.loss());
    }
}
