/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.isoloss.examples.Samples;
import org.isoloss.examples.Split;

/**
 * A training, told so that both frameworks can run it: the network, the optimiser, the data and the order of its rows.
 *
 * @param task what is learned
 * @param network its shape
 * @param optimiser how it is trained
 * @param data rows to learn from and rows to validate with
 * @param feeding how batches are made of the rows
 * @param steps when to stop, at the end of that pass over the data
 * @param seed of weights and of the order of rows
 */
record Recipe(Task task, Shape network, Optimiser optimiser, Split data, Feeding feeding, int steps, long seed) {

    private static final int BATCH = 32;
    private static final int STEPS = 210;

    /** Neighbouring seeds begin alike in Java's generator. */
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    /** An activation that both frameworks have. */
    enum Bend {
        TANH,
        RELU,
        SIGMOID
    }

    /** What is behind the last layer. */
    enum End {
        NOTHING,
        SIGMOID,
        SOFTMAX
    }

    /**
     * Widths of hidden layers; weights are initialised as the framework does, times {@code scale}, hidden biases at {@code
     * bias}.
     */
    record Shape(List<Integer> hidden, Bend bend, End end, double scale, double bias) {}

    /** Adam or plain descent, with a learning rate that is multiplied by {@code decay} at each step. */
    record Optimiser(boolean adam, double rate, double decay) {}

    /** How batches are made. */
    enum Feeding {
        SHUFFLED,
        IN_ORDER,
        ONE_BATCH
    }

    /** A training without a fault, which varies with the seed in all that a user may choose. With larger
     * learning rates some diverge or overfit, and are rightly found fault with. */
    static Recipe healthy(Task task, long seed) {
        Random random = new Random(seed * MIXER);
        Bend bend = random.nextBoolean() ? Bend.TANH : Bend.RELU;
        int width = 16 << random.nextInt(3);
        List<Integer> hidden = Collections.nCopies(1 + random.nextInt(3), width);
        boolean adam = random.nextInt(3) > 0;
        double rate = adam ? 0.001 * (1 + random.nextInt(3)) : 0.02 * (1 + random.nextInt(2));
        return new Recipe(
                task,
                new Shape(hidden, bend, End.NOTHING, 1, 0),
                new Optimiser(adam, rate, 1),
                task.data(),
                Feeding.SHUFFLED,
                STEPS,
                seed);
    }

    Recipe with(Shape network) {
        return new Recipe(task, network, optimiser, data, feeding, steps, seed);
    }

    Recipe with(Optimiser optimiser) {
        return new Recipe(task, network, optimiser, data, feeding, steps, seed);
    }

    Recipe with(Feeding feeding) {
        return new Recipe(task, network, optimiser, data, feeding, steps, seed);
    }

    Recipe with(Task task) {
        return new Recipe(task, network, optimiser, data, feeding, steps, seed);
    }

    Recipe train(UnaryOperator<Samples> change) {
        return new Recipe(
                task, network, optimiser, new Split(change.apply(data.train()), data.test()), feeding, steps, seed);
    }

    Recipe withHidden(int layers, int width, Bend bend) {
        return with(
                new Shape(Collections.nCopies(layers, width), bend, network.end(), network.scale(), network.bias()));
    }

    Recipe withEnd(End end) {
        return with(new Shape(network.hidden(), network.bend(), end, network.scale(), network.bias()));
    }

    Recipe withStart(double scale, double bias) {
        return with(new Shape(network.hidden(), network.bend(), network.end(), scale, bias));
    }

    Recipe withRate(double rate) {
        return with(new Optimiser(optimiser.adam(), rate, optimiser.decay()));
    }

    Random random(int salt) {
        return new Random((seed * 1000 + salt) * MIXER);
    }

    Recipe stoppingAfter(int steps) {
        return new Recipe(task, network, optimiser, data, feeding, steps, seed);
    }

    /** Passes over the data, the last one to its end. */
    int epochs() {
        return (int) Math.ceil((double) steps / Math.max(1, data.train().size() / BATCH));
    }

    List<Samples> batches(int epoch) {
        List<Integer> rows =
                new ArrayList<>(IntStream.range(0, data.train().size()).boxed().toList());
        if (feeding == Feeding.SHUFFLED) {
            Collections.shuffle(rows, random(epoch));
        }
        List<Samples> batches = new ArrayList<>();
        for (int from = 0; from + BATCH <= rows.size() || from == 0; from += BATCH) {
            int start = feeding == Feeding.ONE_BATCH ? 0 : from;
            int end = Math.min(rows.size(), start + BATCH);
            batches.add(data.train()
                    .at(rows.subList(start, end).stream().mapToInt(i -> i).toArray()));
        }
        return batches;
    }
}
