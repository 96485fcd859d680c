/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isoloss.ClassAxis;
import org.isoloss.diagnose.Gradients;
import org.isoloss.diagnose.Guess;
import org.isoloss.diagnose.Levels;
import org.isoloss.diagnose.Minibatch;
import org.isoloss.host.HostTensor;

/** What a monitor wants to know of a trainer, read from the device. All but the loss leave arrays behind, for a scope to close. */
final class Readings {

    private Readings() {}

    /** What is known of a loss, the engine's own too. */
    static Optional<Guess> guess(Loss loss) {
        if (loss instanceof DjlLoss ours) {
            return Optional.of(Guess.of(ours.loss())).filter(g -> g != Guess.UNKNOWN);
        }
        return loss instanceof SoftmaxCrossEntropyLoss ? Optional.of(Guess.CLASSES) : Optional.empty();
    }

    /** What it leaves belongs to the batch. */
    static double loss(Loss loss, NDList labels, NDList predictions) {
        try (NDArray value = loss.evaluate(labels, predictions);
                NDArray wide = value.toType(DataType.FLOAT64, false);
                NDArray sum = wide.sum()) {
            return sum.getDouble();
        }
    }

    /** What the loss can be for this batch. */
    static Levels levels(Loss loss, Batch batch, NDList predictions) {
        if (loss instanceof DjlLoss ours) {
            DjlOps ops = new DjlOps();
            return Levels.of(
                    ours.loss(),
                    ours.batch(batch.getLabels(), predictions).map(x -> HostTensor.of(ops.toHost(x), ops.shape(x))));
        }
        Guess guess = guess(loss).orElse(Guess.UNKNOWN);
        return minibatch(loss, batch.getData(), batch.getLabels(), predictions)
                .map(m -> Levels.of(guess, m))
                .orElse(Levels.UNKNOWN);
    }

    static Gradients gradients(Trainer trainer) {
        Map<String, NDArray> squares = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : trainer.getModel().getBlock().getParameters()) {
            NDArray x = named.getValue().getArray();
            if (named.getValue().requiresGradient() && x.hasGradient()) {
                squares.put(named.getKey(), squares(x.getGradient()));
            }
        }
        double[] read = read(squares.values());
        Map<String, Double> figures = new LinkedHashMap<>();
        int i = 0;
        for (String name : squares.keySet()) {
            figures.put(name, read[i++]);
        }
        return Gradients.of(figures);
    }

    static NDArray squares(NDArray x) {
        return x.toType(DataType.FLOAT64, true).square().sum();
    }

    /** All in one go, because each read waits for the device. */
    static double[] read(Iterable<NDArray> numbers) {
        NDList list = new NDList();
        numbers.forEach(list::add);
        return list.isEmpty() ? new double[0] : NDArrays.stack(list).toDoubleArray();
    }

    static Optional<Minibatch> minibatch(Trainer trainer, BatchData batch) {
        return minibatch(
                trainer.getLoss(),
                batch.getBatch().getData(),
                batch.getLabels().values().iterator().next(),
                batch.getPredictions().values().iterator().next());
    }

    /** Nothing if an array is of a type that the engine can't convert. */
    private static Optional<Minibatch> minibatch(Loss loss, NDList inputs, NDList labels, NDList predictions) {
        NDArray input = inputs.head();
        NDArray output = predictions.head();
        NDArray target = labels.isEmpty() ? output : labels.head();
        List<NDArray> all = List.of(input, target, output);
        boolean readable = all.stream()
                .allMatch(x -> Arrivals.NUMBERS.contains(x.getDataType())
                        && x.getShape().dimension() > 0
                        && x.getShape().size() > 0);
        return readable ? Optional.of(minibatch(classAxis(loss, output), input, target, output)) : Optional.empty();
    }

    private static Minibatch minibatch(int axis, NDArray input, NDArray target, NDArray output) {
        NDArray y = rows(output, axis);
        boolean alike = target.getShape().dimension() == output.getShape().dimension()
                && target.getShape().get(axis) == output.getShape().get(axis);
        NDArray t = alike ? rows(target, axis) : rows(target.reshape(new Shape(-1, 1)), 1);
        return Minibatch.of(
                rows(input.reshape(new Shape(input.getShape().get(0), -1)), 1).toDoubleArray(),
                t.toDoubleArray(),
                t.getShape().get(1),
                y.toDoubleArray(),
                y.getShape().get(1));
    }

    private static int classAxis(Loss loss, NDArray output) {
        int last = output.getShape().dimension() - 1;
        boolean first = loss instanceof DjlLoss ours && ours.classAxis() == ClassAxis.FIRST;
        return first ? Math.min(1, last) : last;
    }

    /** As a matrix with the classes along its second axis, and no more rows than are looked at. */
    private static NDArray rows(NDArray x, int axis) {
        int rank = x.getShape().dimension();
        if (rank == 1) {
            return rows(x.reshape(new Shape(-1, 1)), 1);
        }
        long n = x.getShape().get(0);
        long rows = Minibatch.rows(n, x.getShape().size() / n);
        NDArray some = x.get(new NDIndex(":" + rows)).toType(DataType.FLOAT64, true);
        return rank == 2
                ? some
                : classesLast(some, axis).reshape(new Shape(-1, x.getShape().get(axis)));
    }

    private static NDArray classesLast(NDArray x, int axis) {
        List<Integer> order = new ArrayList<>();
        for (int d = 0; d < x.getShape().dimension(); d++) {
            order.add(d);
        }
        order.remove(axis);
        order.add(axis);
        return x.transpose(order.stream().mapToInt(d -> d).toArray());
    }
}
