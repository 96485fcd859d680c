/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.diagnose.BatchFit;
import org.isoloss.diagnose.Finding;
import org.isoloss.diagnose.LossMonitor;
import org.isoloss.dl4j.LossListener;
import org.isoloss.dl4j.OverfitOneBatch;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A training that is watched, and a batch that is learned by heart. */
final class Dl4jDiagnosis {

    private Dl4jDiagnosis() {}

    /** What was found in it, and whether a batch could be learned. */
    static String run() {
        Split digits = Split.of("digits.csv");
        List<String> warnings = new ArrayList<>();
        MultiLayerNetwork network = Dl4jTraining.network(64, 32, 10, new CrossEntropy(), Activation.SOFTMAX);
        DataSetIterator train =
                Dl4jTraining.batches(Dl4jTraining.features(digits.train()), Dl4jTraining.oneHot(digits.train(), 10));
        DataSetIterator test =
                Dl4jTraining.batches(Dl4jTraining.features(digits.test()), Dl4jTraining.oneHot(digits.test(), 10));
        // snippet: attach
        LossMonitor monitor = new LossMonitor().onFinding(finding -> warnings.add(finding.sentence()));
        network.addListeners(new LossListener(monitor).every(2).withValidation(test));
        // end
        // snippet: overfit
        BatchFit fit = new OverfitOneBatch().run(network, train.next()); // leaves the network as it is
        warnings.add(fit.sentence());
        // end
        // snippet: findings
        network.fit(train, 2);
        String diagnosis = monitor.diagnosis().map(Finding::sentence).orElse("nothing found");
        // end
        return fit.ending() + ", " + diagnosis;
    }
}
