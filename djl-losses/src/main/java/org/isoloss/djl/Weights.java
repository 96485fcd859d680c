/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A copy of a trainer's parameters, in native memory until it is closed. */
final class Weights implements AutoCloseable {

    private final List<NDArray> originals;
    private final NDList copies = new NDList();

    private Weights(List<NDArray> originals, Trainer trainer) {
        this.originals = originals;
        for (NDArray x : originals) {
            NDArray copy = x.duplicate();
            copy.attach(trainer.getManager()); // goes with the trainer at the latest
            copies.add(copy);
        }
    }

    /** Of those that are trained. */
    static Weights of(Trainer trainer) {
        return new Weights(trained(trainer), trainer);
    }

    /** Of all, statistics too. */
    static Weights all(Trainer trainer) {
        return new Weights(arrays(trainer, parameter -> true), trainer);
    }

    static List<NDArray> trained(Trainer trainer) {
        return arrays(trainer, Parameter::requiresGradient);
    }

    private static List<NDArray> arrays(Trainer trainer, Predicate<Parameter> which) {
        List<NDArray> arrays = new ArrayList<>();
        for (Pair<String, Parameter> named : trainer.getModel().getBlock().getParameters()) {
            if (which.test(named.getValue())) {
                arrays.add(named.getValue().getArray());
            }
        }
        return arrays;
    }

    /** How far the parameters are from here, in part of their norm here; leaves arrays behind, for a scope to close. */
    double movement() {
        List<NDArray> squares = new ArrayList<>();
        for (int i = 0; i < originals.size(); i++) {
            squares.add(Readings.squares(originals.get(i).sub(copies.get(i))));
            squares.add(Readings.squares(copies.get(i)));
        }
        double[] read = Readings.read(squares);
        double moved = 0;
        double size = 0;
        for (int i = 0; i < read.length; i += 2) {
            moved += read[i];
            size += read[i + 1];
        }
        return size == 0 ? 0 : Math.sqrt(moved / size);
    }

    /** Puts all back to the last bit. */
    void restore() {
        for (int i = 0; i < originals.size(); i++) {
            copies.get(i).copyTo(originals.get(i));
        }
    }

    @Override
    public void close() {
        copies.close();
    }
}
