/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        return Main.verdict(broken(train(Lesson.of(options), options, spec), options.limits(limits)), spec);
    }

    /** Trains once for each way to run the loss, prints, and returns what the epochs of each say. */
    static Map<Execution, List<Epoch>> train(Lesson lesson, TrainingOptions options, CommandSpec spec) {
        spec.commandLine()
                .getOut()
                .printf(
                        "%s%nnetwork %s%nloss %s%n%n",
                        lesson.rows(), lesson.network(), lesson.task().loss());
        Training training = new Training(lesson.task(), lesson.split(), lesson.settings());
        Map<Execution, List<Epoch>> runs = new LinkedHashMap<>();
        options.executions().forEach(execution -> runs.put(execution, run(training, execution, spec)));
        return runs;
    }

    /** The sentence that says what went wrong, if anything did. */
    static Optional<String> broken(Map<Execution, List<Epoch>> runs, Limits limits) {
        return runs.values().stream()
                .flatMap(epochs -> limits.brokenBy(epochs).stream())
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
}
