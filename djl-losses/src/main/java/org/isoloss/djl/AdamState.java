/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.Trainer;

/** Adam, whose state is closed with it: that of the engine's own goes with the JVM. */
final class AdamState implements AutoCloseable {

    private static final double MEAN = 0.9;
    private static final double SQUARES = 0.999;
    private static final double EPSILON = 1e-8;

    private final double rate;
    private final NDList weights = new NDList();
    private final NDList means = new NDList();
    private final NDList squares = new NDList();

    AdamState(Trainer trainer, double rate) {
        this.rate = rate;
        for (NDArray x : Weights.trained(trainer)) {
            weights.add(x);
            means.add(zeros(x, trainer));
            squares.add(zeros(x, trainer));
        }
    }

    private static NDArray zeros(NDArray like, Trainer trainer) {
        NDArray zeros = like.zerosLike();
        zeros.attach(trainer.getManager());
        return zeros;
    }

    /** The step of this number, from 1, along the gradients at hand. */
    void step(int number) {
        double meanSoFar = 1 - Math.pow(MEAN, number);
        double squaresSoFar = 1 - Math.pow(SQUARES, number);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            for (int i = 0; i < weights.size(); i++) {
                if (weights.get(i).hasGradient()) {
                    NDArray g = weights.get(i).getGradient();
                    NDArray m = means.get(i).muli(MEAN).addi(g.mul(1 - MEAN));
                    NDArray v = squares.get(i).muli(SQUARES).addi(g.square().mul(1 - SQUARES));
                    NDArray size = v.div(squaresSoFar).sqrt().add(EPSILON);
                    weights.get(i).subi(m.div(meanSoFar).div(size).mul(rate));
                }
            }
        }
    }

    /** By writing, because NaN times 0 is NaN. */
    void clearGradients() {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            for (NDArray x : weights) {
                if (x.hasGradient()) {
                    NDArray g = x.getGradient();
                    g.zerosLike().copyTo(g);
                }
            }
        }
    }

    @Override
    public void close() {
        means.close();
        squares.close();
    }
}
