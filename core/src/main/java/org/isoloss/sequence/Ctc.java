/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.sequence;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.stream.IntStream;
import org.isoloss.Check;
import org.isoloss.Domain;
import org.isoloss.Inputs;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.Signature;
import org.isoloss.Terms;
import org.isoloss.tensor.Tensor;

/**
 * Connectionist temporal classification: how improbable a sequence of labels is, however it is aligned with the frames.
 *
 * <pre>
 * l[i] = -log sum_a prod_t p[i, t, a[t]] / max(u[i], 1),   p = softmax of the logits
 * a: classes of the frames t that become the labels if repetitions are merged and then blanks removed
 * </pre>
 *
 * <p>Ports: {@code logits [N, T, C]}, natural-log scores of C classes in each of T frames, unnormalised (log-probabilities are
 * such too); {@code frames [N]}, how many of the T frames there are; {@code labels [N, S]}, class numbers other than that of the
 * blank; {@code lengths [N]}, how many of the S labels there are, u.
 *
 * <p>The mean divides by the number of sequences.
 *
 * <p>Edges: frames and labels behind the lengths may hold anything. Without labels all frames are blank. Labels for which there are
 * too few frames, counting a blank between equal ones, have no alignment: the gradient is 0. Output layers of Deeplearning4j
 * pass rows without their sequences; a ReshapeVertex before a LossLayer puts them together again.
 *
 * <p>Source: Graves et al. 2006, section 4.1, in logarithms; {@code torch.nn.CTCLoss} 1.13, whose {@code mean} is perLabel with a
 * mean and whose {@code sum} and {@code none} are not perLabel, and which by default has infinities.
 *
 * @param blank the class that stands for no label, at least 0; 0
 * @param perLabel whether the loss is divided by the number of labels, if there are any; true
 * @param zeroInfinity whether labels without alignment have loss 0 instead of infinity; true
 * @param reduction {@link Reduction#MEAN}
 * @since 0.1
 */
@AutoService(Loss.class)
public record Ctc(int blank, boolean perLabel, boolean zeroInfinity, Reduction reduction) implements Loss {

    private static final Port LOGITS = Port.prediction("logits", Domain.SOFTMAX_LOGITS, "N T C");
    private static final Port FRAMES = Port.target("frames", Domain.LENGTH, "N");
    private static final Port LABELS = Port.target("labels", Domain.CLASS_INDEX, "N S");
    private static final Port LENGTHS = Port.target("lengths", Domain.LENGTH, "N");

    /** The logarithm of a probability that is 0: finite, as what is left of a difference of infinities would be NaN. */
    private static final double NEVER = -1e30;

    public Ctc {
        Check.atLeast("blank", blank, 0);
    }

    public Ctc() {
        this(0, true, true, Reduction.MEAN);
    }

    @Override
    public Signature signature() {
        return Signature.of(LOGITS, FRAMES, LABELS, LENGTHS);
    }

    @Override
    public Terms terms(Inputs in) {
        Tensor lengths = in.get(LENGTHS);
        Tensor total = total(in, states(in));
        Tensor impossible = total.fill(NEVER / 2).greaterThan(total);
        Tensor cost = total.negate().where(impossible.not(), zeroInfinity ? 0 : Double.POSITIVE_INFINITY);
        return Terms.of(perLabel ? cost.over(lengths.toFloat(cost).max(1.0)) : cost);
    }

    /** {@code [N, 2 S + 1]}: the labels with blanks before, between and behind them. */
    private Tensor states(Inputs in) {
        Tensor labels = in.get(LABELS);
        long n = labels.size(0);
        long s = labels.size(1);
        Tensor present = in.get(LENGTHS).asColumn().greaterThan(labels.range(s));
        Tensor known = labels.where(present, blank).asColumn();
        Tensor pairs =
                Tensor.concat(List.of(known.fill(blank, n, s, 1), known), -1).reshape(n, 2 * s);
        return Tensor.concat(List.of(pairs, pairs.fill(blank, n, 1)), -1);
    }

    /** {@code [N]}: logarithms of the probabilities of all alignments together, by recursion over the frames. */
    private Tensor total(Inputs in, Tensor states) {
        Tensor logits = in.get(LOGITS);
        long n = states.size(0);
        long k = states.size(1);
        long t = logits.size(1);
        Tensor heard = in.get(FRAMES).asColumn().greaterThan(states.range(t));
        Tensor index = states.reshape(n, 1, k).broadcastTo(n, t, k);
        Tensor logP = logits.where(heard.asColumn(), 0).logSoftmax().take(index);
        // a blank may be left out between labels that differ; the state before the first frame is the first blank
        Tensor leap = states.isEqualTo(blank)
                .or(states.isEqualTo(later(states, 2, blank)))
                .not();
        Tensor first = logits.fill(0, n, 1);
        Tensor alpha = Tensor.concat(List.of(first, logits.fill(NEVER, n, k - 1)), -1);
        for (long frame = 0; frame < t; frame++) {
            Tensor moved =
                    arrive(alpha, leap).plus(logP.slice(1, frame, frame + 1).reshape(n, k));
            alpha = moved.where(heard.slice(1, frame, frame + 1), alpha);
        }
        return alpha.where(in.get(LENGTHS).asColumn().isEqualTo(passed(states, k)), NEVER)
                .logSumExp();
    }

    /** From the same state, from the one before, and over a blank. */
    private static Tensor arrive(Tensor alpha, Tensor leap) {
        Tensor over = later(alpha, 2, NEVER).where(leap, NEVER);
        return Tensor.concat(List.of(alpha.asColumn(), later(alpha, 1, NEVER).asColumn(), over.asColumn()), -1)
                .logSumExp();
    }

    private static Tensor later(Tensor x, int by, double before) {
        return Tensor.concat(List.of(x.fill(before, x.size(0), by), x.slice(-1, 0, x.size(-1) - by)), -1);
    }

    /** How many labels there are up to each state: in the last label and in the blank behind it, all. */
    private static Tensor passed(Tensor states, long k) {
        return states.constant(
                IntStream.range(0, (int) k).mapToObj(i -> Math.ceil(i / 2.0)).toList());
    }

    public Ctc withBlank(int blank) {
        return new Ctc(blank, perLabel, zeroInfinity, reduction);
    }

    public Ctc withPerLabel(boolean perLabel) {
        return new Ctc(blank, perLabel, zeroInfinity, reduction);
    }

    public Ctc withZeroInfinity(boolean zeroInfinity) {
        return new Ctc(blank, perLabel, zeroInfinity, reduction);
    }

    public Ctc withReduction(Reduction reduction) {
        return new Ctc(blank, perLabel, zeroInfinity, reduction);
    }

    /** What else a test of every loss should look at. */
    public static List<Loss> variants() {
        return List.of(
                new Ctc().withBlank(4).withZeroInfinity(false),
                new Ctc().withPerLabel(false).withReduction(Reduction.SUM),
                new Ctc().withReduction(Reduction.NONE));
    }
}
