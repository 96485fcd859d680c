/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.regression.AbsoluteError;
import org.isoloss.regression.SquaredError;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The frameworks' own losses in float16, beside ours. */
final class OwnLosses {

    private static final int ROWS = 60;
    private static final org.nd4j.linalg.api.buffer.DataType HALF = org.nd4j.linalg.api.buffer.DataType.FLOAT16;

    /** A loss that all three have. */
    private record Trio(org.isoloss.Loss ours, Loss djl, ILossFunction dl4j, Activation activation) {}

    private record Row(String what, Trio trio, Narrow batch) {}

    private OwnLosses() {}

    private static List<Row> rows() {
        Trio softmax =
                new Trio(new CrossEntropy(), Loss.softmaxCrossEntropyLoss(), new LossMCXENT(), Activation.SOFTMAX);
        Trio sigmoid = new Trio(
                new BinaryCrossEntropy(),
                Loss.sigmoidBinaryCrossEntropyLoss(),
                new LossBinaryXENT(),
                Activation.SIGMOID);
        Trio squared = new Trio(new SquaredError(), Loss.l2Loss("l2", 1), new LossMSE(), Activation.IDENTITY);
        Trio absolute = new Trio(new AbsoluteError(), Loss.l1Loss(), new LossMAE(), Activation.IDENTITY);
        return List.of(
                new Row("cross-entropy, logits of about 2", softmax, classes(2)),
                new Row("cross-entropy, logits of about 20", softmax, classes(20)),
                new Row("binary cross-entropy, logits of about 2", sigmoid, binary(2)),
                new Row("binary cross-entropy, logits of about 20", sigmoid, binary(20)),
                new Row("squared error, errors of about 1", squared, errors(1)),
                new Row("squared error, errors of about 300", squared, errors(300)),
                new Row("absolute error, errors of about 300", absolute, errors(300)));
    }

    private static double[] normal(int n, double scale) {
        Random random = new Random(1);
        double[] x = new double[n];
        Arrays.setAll(x, i -> scale * random.nextGaussian());
        return x;
    }

    private static Narrow classes(double scale) {
        return Narrow.rows(
                normal(ROWS * 10, scale), new Random(2).longs(ROWS, 0, 10).toArray());
    }

    private static Narrow binary(double scale) {
        return Narrow.column(
                normal(ROWS, scale),
                new Random(2).doubles(ROWS, 0, 2).map(Math::floor).toArray());
    }

    private static Narrow errors(double scale) {
        return Narrow.column(normal(ROWS, scale), new double[ROWS]);
    }

    static String table() {
        return HalfPrecisionPage.table(
                rows().stream().map(OwnLosses::line),
                "loss, mean of %d rows".formatted(ROWS),
                "DJL's own",
                "isoloss in DJL",
                "DL4J's own",
                "isoloss in DL4J");
    }

    private static String line(Row row) {
        Trio trio = row.trio;
        Narrow.Measured exact = row.batch.exact(trio.ours);
        Narrow.Measured summed = exact.timesRows();
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        row.what,
                        cell(exact, () -> row.batch.djl(trio.djl, DataType.FLOAT16, 1)),
                        cell(exact, () -> row.batch.djl(new DjlLoss(trio.ours), DataType.FLOAT16, 1)),
                        cell(summed, () -> row.batch.dl4j(trio.dl4j, trio.activation.getActivationFunction(), HALF)),
                        cell(
                                summed,
                                () -> row.batch.dl4j(
                                        new Dl4jLoss(trio.ours), trio.activation.getActivationFunction(), HALF)));
    }

    private static String cell(Narrow.Measured exact, Supplier<Narrow.Measured> measured) {
        try {
            Narrow.Measured m = measured.get();
            return "%s, %s".formatted(m.valueDigits(exact), m.gradientDigits(exact));
        } catch (RuntimeException e) {
            return "throws " + e.getClass().getSimpleName();
        }
    }

    /** That the four mean the same: in a wide type all digits are right, for one row of each. */
    static List<String> wideDigits() {
        return rows().stream()
                .filter(row ->
                        !row.what.endsWith("about 20") && !row.what.startsWith("squared error, errors of about 3"))
                .flatMap(row -> {
                    Narrow.Measured exact = row.batch.exact(row.trio.ours);
                    Narrow.Measured djl = row.batch.djl(row.trio.djl, DataType.FLOAT32, 1);
                    Narrow.Measured dl4j = row.batch.dl4j(
                            row.trio.dl4j,
                            row.trio.activation.getActivationFunction(),
                            org.nd4j.linalg.api.buffer.DataType.DOUBLE);
                    Narrow.Measured summed = exact.timesRows();
                    return List.of(
                            djl.valueDigits(exact),
                            djl.gradientDigits(exact),
                            dl4j.valueDigits(summed),
                            dl4j.gradientDigits(summed))
                            .stream();
                })
                .toList();
    }
}
