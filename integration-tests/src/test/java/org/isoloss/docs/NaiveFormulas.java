/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import static org.isoloss.docs.Narrow.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.djl.DjlOps;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.dl4j.Nd4jOps;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.SquaredError;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Formulas as in a textbook, operation by operation in float16. */
final class NaiveFormulas {

    private static final org.nd4j.linalg.api.buffer.DataType HALF = org.nd4j.linalg.api.buffer.DataType.FLOAT16;

    /** The formula of a vector in each framework, and the loss that means the same. */
    private record Formula(
            String what, ToDoubleFunction<NDArray> djl, ToDoubleFunction<INDArray> nd4j, Loss loss, Narrow batch) {}

    private NaiveFormulas() {}

    private static double number(NDArray x) {
        return new DjlOps().toHost(x)[0];
    }

    private static double number(INDArray x) {
        return new Nd4jOps().toHost(x)[0];
    }

    private static List<Formula> formulas() {
        double[] high = {0, 12};
        double[] apart = {0, 20};
        double[] error = {300};
        double[] many = new double[4096];
        Arrays.fill(many, 1);
        return List.of(
                new Formula(
                        "log(sum exp z) - z₀ of logits 0 and 12",
                        x -> number(x.exp().sum().log()),
                        x -> number(Transforms.log(Transforms.exp(x).sum())),
                        new CrossEntropy(),
                        Narrow.rows(high, 0)),
                new Formula(
                        "-log(softmax(z)₀) of logits 0 and 20",
                        x -> number(x.softmax(0).log().neg()),
                        x -> number(Transforms.log(Transforms.softmax(x.reshape(1, 2)))
                                .neg()),
                        new CrossEntropy(),
                        Narrow.rows(apart, 0)),
                new Formula(
                        "the square of an error of 300",
                        x -> number(x.square()),
                        x -> number(x.mul(x)),
                        new SquaredError(),
                        Narrow.column(error, 0)),
                new Formula(
                        "4096 errors of 1, added up one by one",
                        NaiveFormulas::addedUp,
                        NaiveFormulas::addedUp,
                        new AbsoluteError(Reduction.SUM),
                        Narrow.column(many, new double[many.length])),
                new Formula(
                        "4096 errors of 1, by the framework's `sum`",
                        x -> number(x.sum()),
                        x -> number(x.sum()),
                        new AbsoluteError(Reduction.SUM),
                        Narrow.column(many, new double[many.length])));
    }

    private static double addedUp(NDArray x) {
        NDArray sum = x.getManager().zeros(x.get(0).getShape(), x.getDataType());
        for (int i = 0; i < x.size(); i++) {
            sum.addi(x.get(i));
        }
        return number(sum);
    }

    private static double addedUp(INDArray x) {
        INDArray sum = Nd4j.zeros(x.dataType(), 1);
        for (int i = 0; i < x.length(); i++) {
            sum.addi(x.getScalar(i));
        }
        return number(sum);
    }

    static String table() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return HalfPrecisionPage.table(
                    formulas().stream().map(f -> line(f, manager)),
                    "formula",
                    "true",
                    "operations of PyTorch",
                    "operations of ND4J",
                    "isoloss in DJL",
                    "isoloss in DL4J");
        }
    }

    private static String line(Formula f, NDManager manager) {
        double[] x = f.batch.x().toArray();
        return "| %s | %s | %s | %s | %s | %s |"
                .formatted(
                        f.what,
                        text(f.batch.exact(f.loss).value()),
                        text(f.djl.applyAsDouble(manager.create(x).toType(DataType.FLOAT16, false))),
                        text(f.nd4j.applyAsDouble(Nd4j.createFromArray(x).castTo(HALF))),
                        text(f.batch
                                .djl(new DjlLoss(f.loss), DataType.FLOAT16, 1)
                                .value()),
                        text(f.batch
                                .dl4j(new Dl4jLoss(f.loss), new ActivationIdentity(), HALF)
                                .value()));
    }
}
