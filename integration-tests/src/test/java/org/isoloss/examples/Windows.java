/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** English prose as characters of a small alphabet: letters, comma, full stop, and a space for all else. */
final class Windows {

    static final String ALPHABET = " abcdefghijklmnopqrstuvwxyz,.";
    static final int SIZE = ALPHABET.length();

    /** The label of a step that is not there. */
    static final int PADDING = -1;

    private Windows() {}

    static int[] constitution() {
        return Samples.text("us-constitution.txt")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z,.]+", " ")
                .chars()
                .map(ALPHABET::indexOf)
                .toArray();
    }

    /** For each character from {@code from} to {@code to} the {@code width} characters before it, one-hot, and itself. */
    static Samples of(int[] text, int width, int from, int to) {
        float[][] x = new float[to - from][width * SIZE];
        float[] y = new float[to - from];
        for (int i = from; i < to; i++) {
            for (int k = 0; k < width; k++) {
                x[i - from][k * SIZE + text[i - width + k]] = 1;
            }
            y[i - from] = text[i];
        }
        return new Samples(x, y);
    }

    /** The text cut between words into lines, at most {@code longest} characters each. */
    static List<int[]> lines(int[] text, int longest) {
        List<int[]> lines = new ArrayList<>();
        int from = 0;
        while (from + longest < text.length) {
            int to = from + longest;
            while (ALPHABET.charAt(text[to - 1]) != ' ') {
                to--;
            }
            lines.add(Arrays.copyOfRange(text, from, to));
            from = to;
        }
        return lines;
    }
}
