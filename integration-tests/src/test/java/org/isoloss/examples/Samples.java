/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows of a data set. */
public final class Samples {

    private final float[][] x;
    private final float[] y;

    public Samples(float[][] x, float[] y) {
        this.x = x;
        this.y = y;
    }

    /** The features, one row for each sample. */
    public float[][] x() {
        return x;
    }

    /** What is to be predicted. */
    public float[] y() {
        return y;
    }

    /** The text of one of the shipped files. */
    static String text(String file) {
        String path = "/org/isoloss/data/" + file;
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a CSV file with a header, whose last column is to be predicted; in an order that is always the same. */
    static Samples of(String file) {
        List<String> lines = new ArrayList<>(text(file).lines().skip(1).toList());
        Collections.shuffle(lines, new Random(1));
        float[][] x = new float[lines.size()][];
        float[] y = new float[lines.size()];
        for (int i = 0; i < y.length; i++) {
            String[] cells = lines.get(i).split(",", -1);
            x[i] = new float[cells.length - 1];
            for (int j = 0; j < x[i].length; j++) {
                x[i][j] = Float.parseFloat(cells[j]);
            }
            y[i] = Float.parseFloat(cells[x[i].length]);
        }
        return new Samples(x, y);
    }

    public int size() {
        return y.length;
    }

    public int width() {
        return x[0].length;
    }

    /** Those of these numbers, in their order; a number may come twice. */
    public Samples at(int... rows) {
        float[][] chosen = new float[rows.length][];
        float[] targets = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = x[rows[i]];
            targets[i] = y[rows[i]];
        }
        return new Samples(chosen, targets);
    }

    Samples range(int from, int to) {
        return at(IntStream.range(from, to).toArray());
    }

    /** The targets as classes. */
    public int[] classes() {
        return IntStream.range(0, size()).map(i -> Math.round(y[i])).toArray();
    }

    public Samples withTargets(float[] targets) {
        return new Samples(x, targets);
    }

    /** Each feature with mean 0 and deviation 1 in {@code reference}. */
    Samples scaledAs(Samples reference) {
        float[][] scaled = new float[size()][width()];
        for (int j = 0; j < width(); j++) {
            int feature = j;
            double[] column =
                    Arrays.stream(reference.x).mapToDouble(row -> row[feature]).toArray();
            double mean = Arrays.stream(column).average().orElseThrow();
            double variance = Arrays.stream(column)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            double deviation = variance == 0 ? 1 : Math.sqrt(variance);
            for (int i = 0; i < size(); i++) {
                scaled[i][j] = (float) ((x[i][j] - mean) / deviation);
            }
        }
        return new Samples(scaled, y);
    }
}
