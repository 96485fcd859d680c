/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.isoloss.examples.Samples;

/** A fault that a training can be made to have, and the rule that should name it. */
enum Fault {
    INPUT_NOT_A_NUMBER(
            "notFinite",
            "NaN in a row",
            Steps.SHORT,
            List.of(Task.DIGITS, Task.TUMOURS),
            recipe -> recipe.train(
                    rows -> spoilt(rows, new int[] {recipe.random(1).nextInt(rows.size())}, Float.NaN))),
    ITERATOR_STUCK(
            "sameBatch",
            "the same batch at each step",
            Steps.SHORT,
            List.of(Task.DIGITS, Task.TUMOURS),
            recipe -> recipe.with(Recipe.Feeding.ONE_BATCH)),
    DATA_SORTED(
            "unshuffled",
            "rows sorted by target, not shuffled",
            Steps.SHORT,
            List.of(Task.DIGITS, Task.PATIENTS),
            recipe -> recipe.train(Fault::sorted).with(Recipe.Feeding.IN_ORDER)),
    WRONG_LOSS(
            "unreachableTargets",
            "sigmoid and squared error on amounts",
            Steps.SHORT,
            List.of(Task.DIGIT_NUMBERS, Task.PATIENTS),
            recipe -> recipe.withEnd(Recipe.End.SIGMOID)),
    RATE_TOO_HIGH(
            "divergence",
            "learning rate times 1,000",
            Steps.SHORT,
            List.of(Task.DIGITS, Task.PATIENTS),
            recipe -> recipe.withRate(recipe.optimiser().rate() * 1e3)),
    WEIGHTS_TOO_LARGE(
            "explodingGradients",
            "eight layers, weights times 8",
            Steps.SHORT,
            List.of(Task.DIGITS, Task.TUMOURS),
            recipe -> recipe.withHidden(8, 32, Recipe.Bend.TANH).withStart(8, 0)),
    DEEP_SIGMOIDS(
            "vanishingGradients",
            "eight layers of sigmoids",
            Steps.SHORT,
            List.of(Task.DIGITS, Task.TUMOURS),
            recipe -> recipe.withHidden(8, 32, Recipe.Bend.SIGMOID)),
    DEAD_UNITS(
            "constantPredictions",
            "ReLUs that are never above 0",
            Steps.SHORT,
            List.of(Task.PATIENTS, Task.DIGIT_NUMBERS),
            recipe -> recipe.withHidden(1, 32, Recipe.Bend.RELU).withStart(1, -100)),
    RATE_TOO_LOW(
            "learningRateTooLow",
            "learning rate times 1e-6",
            Steps.SHORT,
            List.of(Task.DIGITS, Task.TUMOURS),
            recipe -> recipe.withRate(recipe.optimiser().rate() * 1e-6)),
    TARGETS_CORRUPT(
            "spikes",
            "one target in 100 times 30",
            Steps.LONG,
            List.of(Task.PATIENTS, Task.DIGIT_NUMBERS),
            recipe -> recipe.train(Fault::mistyped).with(new Recipe.Optimiser(true, 0.001, 1))),
    SOFTMAX_TWICE(
            "softmaxTwice",
            "a softmax before the loss's own",
            Steps.LONG,
            List.of(Task.DIGITS),
            recipe -> recipe.withEnd(Recipe.End.SOFTMAX).with(new Recipe.Optimiser(true, 0.01, 1))),
    LABELS_SHUFFLED(
            "unrelatedLabels",
            "targets shuffled among the rows",
            Steps.LONG,
            List.of(Task.DIGITS, Task.TUMOURS, Task.PATIENTS),
            recipe -> recipe.train(rows -> shuffled(rows, recipe.random(2))).with(new Recipe.Optimiser(true, 0.01, 1))),
    FEW_ROWS(
            "overfitting",
            "a third of the rows, a fifth of it wrong, a wide network",
            Steps.LONG,
            List.of(Task.TUMOURS),
            recipe -> recipe.train(rows ->
                            doubtful(rows.at(IntStream.range(0, rows.size() / 3).toArray()), recipe.random(3)))
                    .withHidden(2, 128, Recipe.Bend.RELU)
                    .with(new Recipe.Optimiser(true, 0.01, 1))),
    RATE_FALLS_EARLY(
            "plateau",
            "learning rate times 0.9 at each step",
            Steps.LONG,
            List.of(Task.DIGITS, Task.TUMOURS),
            recipe -> recipe.with(new Recipe.Optimiser(true, 0.002, 0.9)));

    /** Most faults show soon. */
    private static final class Steps {
        private static final int SHORT = 90;
        private static final int LONG = 210;
    }

    private final String rule;
    private final String how;
    private final int steps;
    private final List<Task> tasks;
    private final UnaryOperator<Recipe> change;

    Fault(String rule, String how, int steps, List<Task> tasks, UnaryOperator<Recipe> change) {
        this.rule = rule;
        this.how = how;
        this.steps = steps;
        this.tasks = tasks;
        this.change = change;
    }

    String rule() {
        return rule;
    }

    String how() {
        return how;
    }

    /** A training with this fault and no other. */
    Recipe recipe(long seed) {
        Task task = tasks.get((int) (seed % tasks.size()));
        return change.apply(Recipe.healthy(task, seed).stoppingAfter(steps));
    }

    /** Every fifth row has the target of another. */
    private static Samples doubtful(Samples rows, Random random) {
        float[] y = rows.y().clone();
        for (int i = 0; i < y.length; i += 5) {
            y[i] = rows.y()[random.nextInt(y.length)];
        }
        return rows.withTargets(y);
    }

    private static Samples mistyped(Samples rows) {
        float[] y = rows.y().clone();
        for (int i : every(100, y.length)) {
            y[i] = 30 * Math.max(1, y[i]);
        }
        return rows.withTargets(y);
    }

    private static int[] every(int step, int size) {
        return IntStream.iterate(step / 2, i -> i < size, i -> i + step).toArray();
    }

    private static Samples spoilt(Samples rows, int[] which, float factor) {
        float[][] x = rows.x().clone();
        for (int i : which) {
            x[i] = x[i].clone();
            for (int j = 0; j < x[i].length; j++) {
                x[i][j] *= factor;
            }
        }
        return new Samples(x, rows.y());
    }

    private static Samples sorted(Samples rows) {
        return rows.at(IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> rows.y()[i]))
                .mapToInt(i -> i)
                .toArray());
    }

    private static Samples shuffled(Samples rows, Random random) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        Collections.shuffle(order, random);
        float[] y = new float[rows.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = rows.y()[order.get(i)];
        }
        return rows.withTargets(y);
    }
}
