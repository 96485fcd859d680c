/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Loss;
import org.isoloss.regression.Huber;
import org.isoloss.regression.Quantile;
import org.isoloss.regression.SquaredError;
import org.nd4j.linalg.activations.Activation;

/** Targets with gross errors: squared error against Huber, and a quantile. */
final class Dl4jRegression {

    private Dl4jRegression() {}

    static Figures run() {
        Figures figures = Figures.of(
                "loss",
                new Figures.Column("mean absolute error", 3, 0.1),
                new Figures.Column("share of targets below the prediction", 3, 0.08));
        Split patients = Split.patients();
        // snippet: losses
        Map<String, Loss> losses = new LinkedHashMap<>();
        losses.put("squared error", new SquaredError());
        losses.put("Huber", new Huber().withDelta(0.5));
        losses.put("median", new Quantile().withQuantile(0.5));
        losses.put("lower decile", new Quantile().withQuantile(0.1));
        // end
        losses.forEach((name, loss) -> {
            float[] values = values(loss, patients);
            float[] targets = patients.test().y();
            figures.row(name, Measures.meanAbsoluteError(values, targets), Measures.covered(values, targets));
        });
        return figures;
    }

    // snippet: values
    static float[] values(Loss loss, Split patients) {
        Samples train = patients.train();
        MultiLayerNetwork network = Dl4jTraining.network(train.width(), 4, 1, loss, Activation.IDENTITY);
        network.fit(Dl4jTraining.batches(Dl4jTraining.features(train), Dl4jTraining.column(train)), 20);
        return Dl4jTraining.numbers(network.output(Dl4jTraining.features(patients.test())));
    }
    // end
}
