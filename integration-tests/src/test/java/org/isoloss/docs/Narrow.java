/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.ValueAndGradients;
import org.isoloss.djl.DjlOps;
import org.isoloss.dl4j.Nd4jOps;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * One batch, and what a loss makes of it in a type of some width.
 *
 * @param x predictions, numbers that float16 has
 * @param y targets, or class numbers
 */
record Narrow(HostTensor x, HostTensor y) {

    /** Digits that are counted: further ones of a float differ between machines. */
    private static final int MOST = 6;

    /** A loss, and its gradient. */
    record Measured(double value, HostTensor gradient) {

        /** How many digits are right, in the value. */
        String valueDigits(Measured exact) {
            return digits(new double[] {exact.value}, value);
        }

        /** How many digits are right, in the gradient, relative to its largest entry. */
        String gradientDigits(Measured exact) {
            return digits(exact.gradient.toArray(), gradient.toArray());
        }

        /** As DL4J wants it. */
        Measured timesRows() {
            double[] summed = gradient.toArray();
            Arrays.setAll(summed, i -> summed[i] * gradient.shape()[0]);
            return new Measured(value, HostTensor.of(summed, gradient.shape()));
        }
    }

    /** Predictions and targets in a column. */
    static Narrow column(double[] x, double... y) {
        return new Narrow(rounded(x, x.length, 1), rounded(y, y.length, 1));
    }

    /** Rows of logits, and a class for each. */
    static Narrow rows(double[] x, long... classes) {
        return new Narrow(
                rounded(x, classes.length, x.length / classes.length), HostTensor.indices(classes, classes.length));
    }

    private static HostTensor rounded(double[] x, long... shape) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return HostTensor.of(new DjlOps().toHost(manager.create(x).toType(DataType.FLOAT16, false)), shape);
        }
    }

    private static String digits(double[] exact, double... measured) {
        if (!Arrays.stream(measured).allMatch(Double::isFinite)) {
            return Arrays.stream(measured).anyMatch(Double::isNaN) ? "NaN" : "∞";
        }
        double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
        double error = IntStream.range(0, exact.length)
                .mapToDouble(i -> Math.abs(exact[i] - measured[i]))
                .max()
                .orElseThrow();
        double right = Math.floor(-Math.log10(error / largest)); // infinite if nothing is wrong
        return String.valueOf((int) Math.min(MOST, Math.max(0, right)));
    }

    /** In four digits, or ∞. */
    static String text(double x) {
        return Double.isFinite(x)
                ? new BigDecimal(x)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(x).replace("Infinity", "∞");
    }

    /** In float64, by the reference. */
    Measured exact(Loss loss) {
        ValueAndGradients<HostTensor> both =
                new Evaluator<>(new HostOps()).valueAndGradients(loss, Batch.of(List.of(x, y)));
        return new Measured(both.value().toArray()[0], both.gradients().get(0));
    }

    /** As DJL's trainer sees it, of {@code scale} times the loss. */
    Measured djl(ai.djl.training.loss.Loss loss, DataType type, float scale) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray predictions = there(x, manager, type);
            predictions.setRequiresGradient(true);
            NDArray targets = there(y, manager, y.kind() == Kind.INDEX ? DataType.INT64 : type);
            NDArray value = loss.evaluate(new NDList(targets), new NDList(predictions));
            collector.backward(scale == 1 ? value : value.mul(scale));
            return new Measured(
                    new DjlOps().toHost(value)[0],
                    HostTensor.of(new DjlOps().toHost(predictions.getGradient()), x.shape()));
        }
    }

    private static NDArray there(HostTensor x, NDManager manager, DataType type) {
        return manager.create(x.toArray(), new Shape(x.shape())).toType(type, false);
    }

    /** As DL4J's output layer sees it: the gradient is that of the loss times the number of rows. */
    Measured dl4j(ILossFunction loss, IActivation activation, org.nd4j.linalg.api.buffer.DataType type) {
        INDArray preOutput = there(x.toArray(), type);
        INDArray labels = there(y.kind() == Kind.INDEX ? oneHot() : y.toArray(), type);
        double score = loss.computeScore(labels, preOutput.dup(), activation, null, true);
        INDArray gradient = loss.computeGradient(labels, preOutput.dup(), activation, null);
        return new Measured(score, HostTensor.of(new Nd4jOps().toHost(gradient), x.shape()));
    }

    private INDArray there(double[] data, org.nd4j.linalg.api.buffer.DataType type) {
        return Nd4j.createFromArray(data).reshape('c', x.shape()).castTo(type);
    }

    private double[] oneHot() {
        return Arrays.stream(y.toArray())
                .flatMap(c -> IntStream.range(0, (int) x.shape()[1]).mapToDouble(i -> i == c ? 1 : 0))
                .toArray();
    }
}
