/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isoloss.tensor.CountingOps;
import org.isoloss.tensor.Share;
import org.isoloss.tensor.TensorOps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a checked evaluation has counted.
 *
 * @param loss its name
 * @param shares how many of how many; a counter that has nothing to count is absent
 * @param weight what all terms together count for; absent if the loss is made of losses
 * @since 0.1
 */
public record Counters(String loss, Map<Counter, Share> shares, OptionalDouble weight) {

    private static final Logger LOG = LoggerFactory.getLogger(Counters.class);

    /** So near to 0 or 1, a float32 probability has lost its digits, and p (1 - p), the slope of a sigmoid, is below 1e-6. */
    private static final double CERTAIN = 1e-6;

    public Counters {
        shares = Collections.unmodifiableMap(new EnumMap<>(shares));
    }

    /** How many of how many; 0 of 0 where there was nothing to count. */
    public Share share(Counter counter) {
        return shares.getOrDefault(counter, Share.NONE);
    }

    /** Whether nothing in the batch counted, so that the loss is 0 and nothing is learned. */
    public boolean isSilentZero() {
        return weight.isPresent() && weight.getAsDouble() == 0;
    }

    static <T> Counters of(TensorOps<T> ops, Loss loss, Batch<T> batch, Inputs in, CountingOps<T> counting) {
        Map<Counter, Share> shares = new EnumMap<>(Counter.class);
        add(shares, Counter.CLAMPED, counting.clamped());
        add(shares, Counter.ACTIVE, counting.active());
        OptionalDouble weight = OptionalDouble.empty();
        if (loss.signature().rows() != Rows.COMPOSED) {
            double[] counted = ops.toHost(Evaluation.on(ops).countedTerms(loss, batch));
            double[] weights = Arrays.copyOfRange(counted, counted.length / 2, counted.length);
            add(shares, Counter.UNCOUNTED, share(weights, w -> w == 0));
            weight = OptionalDouble.of(Arrays.stream(weights).sum());
        }
        for (Port port : loss.signature().ports()) {
            double[] values = ops.toHost(in.get(port).unwrap(ops));
            int width =
                    Math.toIntExact(in.get(port).rank() == 0 ? 1 : in.get(port).size(-1));
            add(shares, Counter.SATURATED, saturated(port, values, width));
            add(shares, Counter.ALONE, port.domain() == Domain.GROUP ? alone(values) : Share.NONE);
        }
        return new Counters(loss.name(), shares, weight);
    }

    private static void add(Map<Counter, Share> shares, Counter counter, Share share) {
        if (share.of() > 0) {
            shares.merge(counter, share, Share::plus);
        }
    }

    private static Share share(double[] values, DoublePredicate counts) {
        return new Share(Arrays.stream(values).filter(counts).count(), values.length);
    }

    private static Share saturated(Port port, double[] values, int width) {
        return switch (port.differentiable() ? port.domain() : Domain.REAL) {
            case SIGMOID_LOGITS -> share(values, z -> Math.exp(-Math.abs(z)) < CERTAIN);
            case PROBABILITY -> share(values, p -> Math.min(p, 1 - p) < CERTAIN);
            case SOFTMAX_LOGITS -> rows(values, width, Counters::othersOfSoftmax);
            case DISTRIBUTION -> rows(values, width, p -> 1 - max(p));
            default -> Share.NONE;
        };
    }

    /** Rows in which all but one class together have next to nothing. */
    private static Share rows(double[] values, int width, ToDoubleFunction<double[]> others) {
        double[] rest = IntStream.range(0, values.length / width)
                .mapToDouble(r -> others.applyAsDouble(Arrays.copyOfRange(values, r * width, (r + 1) * width)))
                .toArray();
        return share(rest, x -> x < CERTAIN);
    }

    private static double othersOfSoftmax(double[] z) {
        double top = max(z);
        return 1 - 1 / Arrays.stream(z).map(x -> Math.exp(x - top)).sum();
    }

    private static double max(double[] x) {
        return Arrays.stream(x).max().orElseThrow();
    }

    private static Share alone(double[] groups) {
        Map<Double, Long> members =
                Arrays.stream(groups).boxed().collect(Collectors.groupingBy(g -> g, Collectors.counting()));
        return share(groups, g -> members.getOrDefault(g, 0L) == 1);
    }

    /** At level debug; at warn if nothing counts. What checked evaluations do with it unless they are told otherwise. */
    public void log() {
        if (isSilentZero()) {
            LOG.warn(
                    "{}: nothing in this batch counts, so the loss is 0 and nothing is learned; look at the mask, the"
                            + " ignored labels and the weights",
                    loss);
        }
        LOG.debug("{}", this);
    }

    @Override
    public String toString() {
        return shares.entrySet().stream()
                .map(e -> "%s %s".formatted(e.getValue(), e.getKey().happened()))
                .collect(Collectors.joining(", ", loss + ": ", ""));
    }
}
