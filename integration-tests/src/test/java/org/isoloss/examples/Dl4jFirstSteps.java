/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.dl4j.PerplexityEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** From a network to one that is trained with a loss of this library. */
final class Dl4jFirstSteps {

    private Dl4jFirstSteps() {}

    static Figures run() {
        Figures figures = Figures.of(
                "digits", new Figures.Column("accuracy", 3, 0.03), new Figures.Column("perplexity", 3, 0.15));
        Split digits = Split.of("digits.csv");
        // snippet: train
        CrossEntropy loss = new CrossEntropy().withLabelSmoothing(0.05);
        MultiLayerNetwork network = Dl4jTraining.network(64, 32, 10, loss, Activation.SOFTMAX);
        DataSetIterator train =
                Dl4jTraining.batches(Dl4jTraining.features(digits.train()), Dl4jTraining.oneHot(digits.train(), 10));
        DataSetIterator test =
                Dl4jTraining.batches(Dl4jTraining.features(digits.test()), Dl4jTraining.oneHot(digits.test(), 10));
        for (int epoch = 1; epoch <= 4; epoch++) {
            network.fit(train, 1);
            Evaluation classes = network.evaluate(test);
            PerplexityEvaluation doubt = network.doEvaluation(test, new PerplexityEvaluation())[0];
            figures.row("epoch " + epoch, classes.accuracy(), doubt.perplexity().value());
        }
        // end
        return figures;
    }
}
