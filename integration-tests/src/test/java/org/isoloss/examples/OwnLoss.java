/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.isoloss.Batch;
import org.isoloss.Evaluator;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.ValueAndGradients;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.regression.SquaredError;
import org.nd4j.linalg.activations.Activation;

/** From a first value to a loss of one's own, in both frameworks. */
final class OwnLoss {

    private OwnLoss() {}

    static Figures run() throws IOException, TranslateException {
        Split patients = Split.progress();
        Figures figures = Figures.of(
                "targets above their forecast",
                new Figures.Column("DJL", 2, 0.08),
                new Figures.Column("DL4J", 2, 0.08));
        for (Loss loss : List.of(new SquaredError(), new Forecast())) {
            figures.row(
                    loss.name(),
                    1
                            - Measures.covered(
                                    DjlRegression.values(loss, patients),
                                    patients.test().y()),
                    1
                            - Measures.covered(
                                    Dl4jRegression.values(loss, patients),
                                    patients.test().y()));
        }
        return figures;
    }

    static Figures first() {
        // snippet: first
        HostTensor logits = HostTensor.of(new double[] {2, -1, 0, 1, 1, 1}, 2, 3);
        HostTensor labels = HostTensor.indices(0, 2);
        Evaluator<HostTensor> evaluator = new Evaluator<>(new HostOps());
        ValueAndGradients<HostTensor> both =
                evaluator.valueAndGradients(new CrossEntropy(), Batch.of(List.of(logits, labels)));
        // end
        double[] gradient = both.gradients().get(0).toArray();
        return Figures.of(
                        "with respect to the logits",
                        new Figures.Column("of class 0", 3, 0),
                        new Figures.Column("of class 1", 3, 0),
                        new Figures.Column("of class 2", 3, 0))
                .row("gradient of row 0", gradient[0], gradient[1], gradient[2])
                .row("gradient of row 1", gradient[3], gradient[4], gradient[5]);
    }

    // snippet: djl
    static DjlLoss inDjl() {
        return new DjlLoss(new CrossEntropy().withLabelSmoothing(0.1));
    }
    // end

    // snippet: dl4j
    static OutputLayer inDl4j() {
        return new OutputLayer.Builder(new Dl4jLoss(new CrossEntropy().withLabelSmoothing(0.1)))
                .nIn(64)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build();
    }
    // end

    static Loss readAgain(Loss loss) {
        // snippet: text
        Loss same = LossConfig.fromMap(LossConfig.toMap(loss));
        // end
        return same;
    }

    // snippet: checked
    static DjlLoss lookingForFaults() {
        return new DjlLoss(new Forecast()).checked(counters -> System.out.println(counters));
    }
    // end
}
