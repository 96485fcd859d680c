/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Loss;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.classification.SoftmaxFocal;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;

/** A rare class: plain cross-entropy against class weights against the focal loss. */
final class Dl4jImbalance {

    private static final int RARE = 0;

    private Dl4jImbalance() {}

    static Figures run() {
        Figures figures = Figures.of(
                "loss",
                new Figures.Column("recall of the rare class", 3, 0.04),
                new Figures.Column("recall of the other", 3, 0.03));
        List<Split> tumours = Split.tumours();
        // snippet: losses
        Map<String, Loss> losses = new LinkedHashMap<>();
        losses.put("plain", new CrossEntropy());
        losses.put("class weights", new CrossEntropy().withClassWeights(List.of(20.0, 1.0)));
        losses.put("focal", new SoftmaxFocal().withGamma(2));
        losses.put("focal with weights", new SoftmaxFocal().withGamma(2).withClassWeights(List.of(20.0, 1.0)));
        // end
        losses.forEach((name, loss) -> {
            Evaluation classes = evaluation(loss, tumours);
            figures.row(name, classes.recall(RARE), classes.recall(1 - RARE));
        });
        return figures;
    }

    // snippet: evaluation
    private static Evaluation evaluation(Loss loss, List<Split> quarters) {
        Evaluation classes = new Evaluation(2);
        for (Split tumours : quarters) {
            Samples train = tumours.train();
            MultiLayerNetwork network = Dl4jTraining.network(train.width(), 8, 2, loss, Activation.SOFTMAX);
            network.fit(Dl4jTraining.batches(Dl4jTraining.features(train), Dl4jTraining.oneHot(train, 2)), 5);
            Samples test = tumours.test();
            classes.eval(Dl4jTraining.oneHot(test, 2), network.output(Dl4jTraining.features(test)));
        }
        return classes;
    }
    // end
}
