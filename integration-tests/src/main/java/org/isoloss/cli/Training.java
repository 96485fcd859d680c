/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.isoloss.Execution;

/**
 * Trains the same network in both frameworks: the same start, the same batches in the same order.
 *
 * <p>The hidden layer is smooth for a reason. A sum that is 1e-8 in one framework and -1e-8 in the other is nothing to tanh, but
 * a whole unit to ReLU: with it, parameters jumped apart by up to 7e-4 in 4 of 16 runs, whatever the loss does.
 */
final class Training {

    private final Task task;
    private final Split split;
    private final Settings settings;

    Training(Task task, Split split, Settings settings) {
        this.task = task;
        this.split = split;
        this.settings = settings;
    }

    /** Prints a row for each epoch, and returns what it says. */
    List<Epoch> run(Execution execution, PrintWriter table, PrintWriter progress) {
        List<Dense> start = start();
        List<Epoch> epochs = new ArrayList<>();
        int steps = batches(0).size() * settings.epochs();
        table.println(Epoch.HEADER);
        table.flush();
        try (Network djl = new DjlNetwork(task, start, settings.learningRate(), execution);
                Network dl4j = new Dl4jNetwork(task, start, settings.learningRate(), execution);
                Progress bar = new Progress("training", steps, progress)) {
            for (int number = 1; number <= settings.epochs(); number++) {
                Epoch epoch = epoch(number, djl, dl4j, bar);
                epochs.add(epoch);
                table.println(epoch.line());
                table.flush();
            }
        }
        return epochs;
    }

    /** The numbers that both networks start from. */
    List<Dense> start() {
        Random random = new Random(settings.seed());
        int width = split.training().get(0).features().size();
        return List.of(
                Dense.random(width, settings.hidden(), random),
                Dense.random(settings.hidden(), task.classes(), random));
    }

    private List<Minibatch> batches(int epoch) {
        return Minibatch.epoch(split.training(), settings.batchSize(), settings.seed(), epoch);
    }

    private Epoch epoch(int number, Network djl, Network dl4j, Progress bar) {
        double djlLoss = 0;
        double dl4jLoss = 0;
        List<Minibatch> batches = batches(number);
        for (Minibatch batch : batches) {
            djlLoss += djl.step(batch) / batches.size();
            dl4jLoss += dl4j.step(batch) / batches.size();
            bar.step();
        }
        Minibatch heldOut = new Minibatch(split.heldOut());
        return new Epoch(
                number,
                new Epoch.Result(djlLoss, djl.accuracy(heldOut)),
                new Epoch.Result(dl4jLoss, dl4j.accuracy(heldOut)),
                djl.distance(dl4j));
    }
}
