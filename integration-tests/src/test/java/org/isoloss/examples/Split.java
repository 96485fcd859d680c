/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.stream.IntStream;

/**
 * A data set in two parts, with features scaled by what training knows.
 *
 * @param train three quarters, to learn from
 * @param test a quarter, to measure with
 */
record Split(Samples train, Samples test) {

    static Split of(String file) {
        Samples all = Samples.of(file);
        int from = all.size() * 3 / 4;
        Samples train = all.range(0, from);
        return new Split(train.scaledAs(train), all.range(from, all.size()).scaledAs(train));
    }

    /** Tumours, of which only every tenth malignant one is left to learn from: class 0 is rare. */
    static Split tumours() {
        Split all = of("breast_cancer.csv");
        int[] malignant = IntStream.range(0, all.train.size())
                .filter(i -> all.train.y()[i] == 0)
                .toArray();
        IntStream few =
                IntStream.range(0, malignant.length).filter(i -> i % 10 == 0).map(i -> malignant[i]);
        IntStream benign =
                IntStream.range(0, all.train.size()).filter(i -> all.train.y()[i] == 1);
        return new Split(all.train.at(IntStream.concat(few, benign).sorted().toArray()), all.test);
    }

    /** Progression of a disease in units of 100, where every tenth target to learn from was mistyped tenfold. */
    static Split patients() {
        Split all = of("diabetes.csv");
        float[] mistyped = all.train.y().clone();
        float[] right = all.test.y().clone();
        for (int i = 0; i < mistyped.length; i++) {
            mistyped[i] *= i % 10 == 0 ? 0.1f : 0.01f;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] *= 0.01f;
        }
        return new Split(all.train.withTargets(mistyped), all.test.withTargets(right));
    }

    /** Patients graded 0 to 4 by the progression of their disease, to be ranked in lists. */
    static Split graded() {
        Split all = of("diabetes.csv");
        return new Split(graded(all.train), graded(all.test));
    }

    private static Samples graded(Samples patients) {
        float[] grades = new float[patients.size()];
        for (int i = 0; i < grades.length; i++) {
            grades[i] = (float) Math.min(4, Math.floor(patients.y()[i] / 70));
        }
        return patients.withTargets(grades);
    }
}
