/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.docs;

import static org.isoloss.docs.Narrow.text;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.isoloss.Loss;
import org.isoloss.Reduction;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.regression.SquaredError;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Where float16 ends, for a loss that is computed in float32. */
final class NarrowLimits {

    private static final int CLASSES = 1000;
    private static final org.nd4j.linalg.api.buffer.DataType HALF = org.nd4j.linalg.api.buffer.DataType.FLOAT16;

    private record Row(Reduction reduction, int rows, double error) {}

    private static final List<Row> ROWS = List.of(
            new Row(Reduction.MEAN, 100, 300),
            new Row(Reduction.SUM, 100, 300),
            new Row(Reduction.SUM, 256, 300),
            new Row(Reduction.MEAN, 1, 40_000),
            new Row(Reduction.MEAN, 100, 40_000),
            new Row(Reduction.MEAN, 100_000, 0.001));

    private NarrowLimits() {}

    static String overflow() {
        return HalfPrecisionPage.table(
                ROWS.stream().map(NarrowLimits::line),
                "squared error",
                "rows",
                "each error",
                "loss, DJL",
                "gradient, DJL",
                "loss, DL4J",
                "gradient, DL4J");
    }

    private static String line(Row row) {
        Loss loss = new SquaredError(row.reduction);
        double[] errors = new double[row.rows];
        Arrays.fill(errors, row.error);
        Narrow batch = Narrow.column(errors, new double[row.rows]);
        Narrow.Measured djl = batch.djl(new DjlLoss(loss), DataType.FLOAT16, 1);
        Narrow.Measured dl4j = batch.dl4j(new Dl4jLoss(loss), new ActivationIdentity(), HALF);
        return "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        row.reduction,
                        row.rows,
                        text(row.error),
                        text(djl.value()),
                        text(djl.gradient().toArray()[0]),
                        text(dl4j.value()),
                        text(dl4j.gradient().toArray()[0]));
    }

    static String vanishing() {
        return HalfPrecisionPage.table(
                Stream.of(2, 4).flatMap(spread -> Stream.of(32, 128, 512).map(rows -> zeros(spread, rows))),
                "logits of about",
                "rows",
                "DJL",
                "DJL, loss times 65536",
                "DL4J");
    }

    private static String zeros(int spread, int rows) {
        Random random = new Random(1);
        double[] logits = new double[rows * CLASSES];
        Arrays.setAll(logits, i -> spread * random.nextGaussian());
        Narrow batch = Narrow.rows(logits, random.longs(rows, 0, CLASSES).toArray());
        DjlLoss djl = new DjlLoss(new CrossEntropy());
        return "| %d | %d | %s | %s | %s |"
                .formatted(
                        spread,
                        rows,
                        zeros(batch.djl(djl, DataType.FLOAT16, 1)),
                        zeros(batch.djl(djl, DataType.FLOAT16, 65536)),
                        zeros(batch.dl4j(new Dl4jLoss(new CrossEntropy()), new ActivationIdentity(), HALF)));
    }

    private static String zeros(Narrow.Measured measured) {
        double share = Arrays.stream(measured.gradient().toArray())
                .map(g -> g == 0 ? 1 : 0)
                .average()
                .orElseThrow();
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
