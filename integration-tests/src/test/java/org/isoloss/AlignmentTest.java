/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.sequence.Ctc;
import org.junit.jupiter.api.Test;

/** The likelihood of labels is the sum over all their alignments, one by one. */
class AlignmentTest {

    private static final int CLASSES = 3;
    private static final Evaluator<HostTensor> EVALUATOR = new Evaluator<>(new HostOps());
    private static final Ctc SUM = new Ctc().withPerLabel(false).withReduction(Reduction.SUM);

    @Test
    void isTheSumOverAllAlignments() {
        int compared = 0;
        for (int blank = 0; blank < CLASSES; blank++) {
            for (int frames = 1; frames <= 5; frames++) {
                double[] logits = new Random(frames)
                        .doubles((long) frames * CLASSES, -2, 2)
                        .toArray();
                for (List<Integer> labels : labels(blank, 3)) {
                    double p = probability(logits, frames, labels, blank);
                    double loss = loss(SUM.withBlank(blank).withZeroInfinity(false), logits, frames, labels);
                    if (p == 0) {
                        assertThat(loss).isEqualTo(Double.POSITIVE_INFINITY);
                    } else {
                        assertThat(Math.abs(loss + Math.log(p))).isLessThan(1e-12);
                    }
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(CLASSES * 5 * 15);
    }

    /** All sequences of at most {@code longest} of the two classes that are not blank. */
    private static List<List<Integer>> labels(int blank, int longest) {
        List<List<Integer>> all = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < all.size(); i++) {
            for (int c = 0; c < CLASSES && all.get(i).size() < longest; c++) {
                if (c != blank) {
                    List<Integer> longer = new ArrayList<>(all.get(i));
                    longer.add(c);
                    all.add(longer);
                }
            }
        }
        return all;
    }

    /** By looking at every sequence of classes of the frames. */
    private static double probability(double[] logits, int frames, List<Integer> labels, int blank) {
        double sum = 0;
        int paths = (int) Math.pow(CLASSES, frames);
        for (int path = 0; path < paths; path++) {
            List<Integer> said = new ArrayList<>();
            double p = 1;
            int before = blank;
            for (int t = 0, rest = path; t < frames; t++, rest /= CLASSES) {
                int c = rest % CLASSES;
                double[] row = Arrays.copyOfRange(logits, t * CLASSES, (t + 1) * CLASSES);
                p *= Math.exp(row[c]) / Arrays.stream(row).map(Math::exp).sum();
                if (c != blank && c != before) {
                    said.add(c);
                }
                before = c;
            }
            sum += said.equals(labels) ? p : 0;
        }
        return sum;
    }

    private static double loss(Ctc ctc, double[] logits, int frames, List<Integer> labels) {
        return EVALUATOR.value(ctc, batch(logits, frames, labels)).toArray()[0];
    }

    /** With a label and a frame behind what counts, which must not matter. */
    private static Batch<HostTensor> batch(double[] logits, int frames, List<Integer> labels) {
        double[] more = Arrays.copyOf(logits, logits.length + CLASSES);
        Arrays.fill(more, logits.length, more.length, Double.NaN);
        long[] index = new long[labels.size() + 1];
        Arrays.setAll(index, i -> i < labels.size() ? labels.get(i) : -7);
        return Batch.of(List.of(
                HostTensor.of(more, 1, frames + 1, CLASSES),
                HostTensor.indices(frames),
                HostTensor.indices(index, 1, index.length),
                HostTensor.indices(labels.size())));
    }

    @Test
    void labelsWithoutAlignmentTeachNothing() {
        Batch<HostTensor> tooMany = batch(new double[] {1, 2, 3, 1, 0, 1}, 2, List.of(1, 1));
        for (boolean zero : new boolean[] {true, false}) {
            ValueAndGradients<HostTensor> both = EVALUATOR.valueAndGradients(new Ctc().withZeroInfinity(zero), tooMany);
            assertThat(both.value().toArray()[0]).isEqualTo(zero ? 0 : Double.POSITIVE_INFINITY);
            assertThat(both.gradients().get(0).toArray()).containsOnly(0);
        }
    }

    @Test
    void aNanThatIsPutInComesOut() {
        Batch<HostTensor> spoilt = batch(new double[] {1, 2, Double.NaN, 1, 0, 1}, 2, List.of(1));
        assertThat(EVALUATOR.value(new Ctc(), spoilt).toArray()[0]).isNaN();
    }
}
