/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.djl.DjlLoss;
import org.isoloss.guide.LossGuide;
import org.isoloss.guide.Task;
import org.isoloss.regression.SquaredError;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** What the guide reads off real labels beats the usual loss where the trait that it found hurts. */
class FirstChoiceTest {

    private static final double LEAST_GAIN = 0.05;
    private static final double MUCH_WORSE = 250;

    private static Loss first(Task task, float... labels) {
        double[] column =
                IntStream.range(0, labels.length).mapToDouble(i -> labels[i]).toArray();
        return LossGuide.first(task, Set.of(), task.evidence(List.of(column))).orElseThrow();
    }

    /** One in seven patients got much worse, and what was measured tells them apart only by and large. */
    @Test
    void rarePatientsAreFoundByTheWeightThatTheirCountsGive() throws IOException, TranslateException {
        double plain = 0;
        double guided = 0;
        List<Split> quarters = Split.quarters("diabetes.csv");
        for (Split quarter : quarters) {
            Split patients = new Split(worse(quarter.train()), worse(quarter.test()));
            Loss chosen = first(Task.BINARY, patients.train().y());
            assertThat(chosen)
                    .isInstanceOfSatisfying(BinaryCrossEntropy.class, loss -> assertThat(loss.positiveWeight())
                            .isBetween(4.0, 20.0));
            plain += balanced(new BinaryCrossEntropy(), patients) / quarters.size();
            guided += balanced(chosen, patients) / quarters.size();
        }
        assertThat(guided).as("mean recall of both classes").isGreaterThan(plain + LEAST_GAIN);
    }

    private static Samples worse(Samples patients) {
        float[] y = patients.y().clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = y[i] > MUCH_WORSE ? 1 : 0;
        }
        return patients.withTargets(y);
    }

    private static double balanced(Loss loss, Split patients) throws IOException, TranslateException {
        float[] logits = logits(loss, patients);
        float[] scores = new float[2 * logits.length];
        for (int i = 0; i < logits.length; i++) {
            scores[2 * i + 1] = logits[i];
        }
        int[] classes = patients.test().classes();
        return (Measures.recall(scores, classes, 0) + Measures.recall(scores, classes, 1)) / 2;
    }

    private static float[] logits(Loss loss, Split patients) throws IOException, TranslateException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (Model model = Model.newInstance("patients", "PyTorch")) {
            model.setBlock(DjlTraining.network(8, 1));
            try (Trainer trainer = model.newTrainer(DjlTraining.config(new DjlLoss(loss)))) {
                Samples train = patients.train();
                trainer.initialize(new Shape(1, train.width()));
                NDArray truths = trainer.getManager().create(train.y(), new Shape(train.size(), 1));
                EasyTrain.fit(trainer, 10, DjlTraining.dataset(trainer.getManager(), train, truths), null);
                return DjlTraining.outputs(trainer, patients.test());
            }
        }
    }

    @Test
    void mistypedTargetsDoLessHarmToTheLossThatTheirSpreadGives() {
        Split patients = Split.patients();
        Loss chosen = first(Task.REGRESSION, patients.train().y());
        assertThat(chosen.name()).isEqualTo("Huber");

        double plain = absoluteError(new SquaredError(), patients);
        assertThat(absoluteError(chosen, patients)).isLessThan((1 - LEAST_GAIN) * plain);
    }

    private static double absoluteError(Loss loss, Split patients) {
        Samples train = patients.train();
        MultiLayerNetwork network = Dl4jTraining.network(train.width(), 4, 1, loss, Activation.IDENTITY);
        network.fit(Dl4jTraining.batches(Dl4jTraining.features(train), Dl4jTraining.column(train)), 20);
        return Measures.meanAbsoluteError(
                Dl4jTraining.numbers(network.output(Dl4jTraining.features(patients.test()))),
                patients.test().y());
    }
}
