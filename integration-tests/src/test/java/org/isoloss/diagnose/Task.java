/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.diagnose;

import java.util.function.Supplier;
import org.isoloss.Loss;
import org.isoloss.classification.BinaryCrossEntropy;
import org.isoloss.classification.CrossEntropy;
import org.isoloss.examples.Split;
import org.isoloss.regression.SquaredError;

/** Something to learn from a data set that is shipped. */
enum Task {
    /** Which of ten digits a picture shows. */
    DIGITS(10, new CrossEntropy(), () -> Split.of("digits.csv")),
    /** Whether a tumour is benign. */
    TUMOURS(1, new BinaryCrossEntropy(), () -> Split.of("breast_cancer.csv")),
    /** How a disease progresses, in hundreds. */
    PATIENTS(1, new SquaredError(), Task::patients),
    /** The number of the digit, as if it were an amount. */
    DIGIT_NUMBERS(1, new SquaredError(), () -> Split.of("digits.csv"));

    private final int outputs;
    private final Loss loss;
    private final Supplier<Split> source;

    Task(int outputs, Loss loss, Supplier<Split> source) {
        this.outputs = outputs;
        this.loss = loss;
        this.source = source;
    }

    int outputs() {
        return outputs;
    }

    Loss loss() {
        return loss;
    }

    Split data() {
        return source.get();
    }

    boolean hasClasses() {
        return outputs > 1;
    }

    private static Split patients() {
        Split all = Split.of("diabetes.csv");
        float[] train = all.train().y().clone();
        float[] test = all.test().y().clone();
        for (int i = 0; i < train.length; i++) {
            train[i] /= 100;
        }
        for (int i = 0; i < test.length; i++) {
            test[i] /= 100;
        }
        return new Split(all.train().withTargets(train), all.test().withTargets(test));
    }
}
