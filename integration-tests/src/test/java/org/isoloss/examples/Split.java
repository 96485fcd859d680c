/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set in two parts, with features scaled by what training knows.
 *
 * @param train three quarters, to learn from
 * @param test a quarter, to measure with
 */
public record Split(Samples train, Samples test) {

    private static final int PARTS = 4;

    public static Split of(String file) {
        return of(file, PARTS - 1);
    }

    /** Four times, so that each sample is once among those to measure with. */
    static List<Split> quarters(String file) {
        return IntStream.range(0, PARTS).mapToObj(quarter -> of(file, quarter)).toList();
    }

    /** Measures with a quarter of the file, of which there are four. */
    private static Split of(String file, int quarter) {
        Samples all = Samples.of(file);
        int from = all.size() * quarter / PARTS;
        int to = all.size() * (quarter + 1) / PARTS;
        Samples train = all.at(
                IntStream.range(0, all.size()).filter(i -> i < from || i >= to).toArray());
        return new Split(train.scaledAs(train), all.range(from, to).scaledAs(train));
    }

    /**
     * Tumours, of which only every tenth malignant one is left to learn from: class 0 is rare. Four times, so that each tumour is
     * once among those to measure with.
     */
    static List<Split> tumours() {
        return IntStream.range(0, PARTS).mapToObj(Split::tumours).toList();
    }

    private static Split tumours(int quarter) {
        Split all = of("breast_cancer.csv", quarter);
        int[] malignant = IntStream.range(0, all.train.size())
                .filter(i -> all.train.y()[i] == 0)
                .toArray();
        IntStream few =
                IntStream.range(0, malignant.length).filter(i -> i % 10 == 0).map(i -> malignant[i]);
        IntStream benign =
                IntStream.range(0, all.train.size()).filter(i -> all.train.y()[i] == 1);
        return new Split(all.train.at(IntStream.concat(few, benign).sorted().toArray()), all.test);
    }

    /** Progression of a disease in units of 100. */
    static Split progress() {
        Split all = of("diabetes.csv");
        return new Split(all.train.withTargets(scaled(all.train, 0)), all.test.withTargets(scaled(all.test, 0)));
    }

    /** The same, where every tenth target to learn from was mistyped tenfold. */
    public static Split patients() {
        Split all = of("diabetes.csv");
        return new Split(all.train.withTargets(scaled(all.train, 10)), all.test.withTargets(scaled(all.test, 0)));
    }

    /** @param mistyped of so many one is ten times as large; 0 for none */
    private static float[] scaled(Samples patients, int mistyped) {
        float[] y = patients.y().clone();
        for (int i = 0; i < y.length; i++) {
            y[i] *= mistyped > 0 && i % mistyped == 0 ? 0.1f : 0.01f;
        }
        return y;
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
