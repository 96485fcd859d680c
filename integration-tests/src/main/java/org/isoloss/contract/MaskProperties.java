/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.Port;
import org.isoloss.Reduction;
import org.isoloss.host.HostTensor;

/** What takes no part leaves no trace. */
final class MaskProperties {

    private static final int[] KEPT = {0, 2, 3, 5};
    private static final int[] DROPPED = {1, 4};

    private MaskProperties() {}

    static List<LossProperty> all() {
        return List.of(
                new LossProperty("dropsMaskedRows", MaskProperties::dropped),
                new LossProperty("isZeroWhenNothingCounts", MaskProperties::nothing),
                new LossProperty("isZeroForAnEmptyBatch", MaskProperties::empty),
                new LossProperty("sampleWeightsWeighTerms", MaskProperties::weights));
    }

    /** A masked batch, NaN in the masked rows, against the batch from which these rows were deleted. */
    private static void dropped(Subject subject) {
        Loss loss = subject.loss();
        List<HostTensor> inputs = ExampleInputs.seeded(7).of(loss);
        Batch<HostTensor> masked = Batch.of(RowsOf.spoil(loss, inputs, DROPPED)).withMask(Examples.mask());
        Batch<HostTensor> deleted = Batch.of(RowsOf.select(loss, inputs, KEPT));
        subject.routes().stream()
                .filter(r -> r.role() != Route.Role.AUTOGRAD && r.takes(loss, masked))
                .forEach(route -> dropped(route, loss, route.evaluate(loss, deleted), route.evaluate(loss, masked)));
    }

    private static void dropped(Route route, Loss loss, Outcome deleted, Outcome masked) {
        boolean terms = loss.reduction() == Reduction.NONE && Examples.hasTermsPerRow(loss);
        HostTensor value = terms ? RowsOf.select(masked.value(), KEPT) : masked.value();
        Closeness.assertClose(route.name() + ": value", deleted.value(), value, route.tolerance());
        List<Port> predictions = loss.signature().predictions();
        for (int i = 0; i < predictions.size(); i++) {
            HostTensor g = masked.gradients().get(i);
            boolean rows = RowsOf.hasRows(predictions.get(i));
            Closeness.assertClose(
                    route.name() + ": gradient of '" + predictions.get(i).name() + "'",
                    deleted.gradients().get(i),
                    rows ? RowsOf.select(g, KEPT) : g,
                    route.tolerance());
            if (rows) {
                requireZero(route, RowsOf.select(g, DROPPED));
            }
        }
    }

    private static void nothing(Subject subject) {
        Batch<HostTensor> none = Examples.plain(subject.loss()).withMask(HostTensor.of(new double[6], 6));
        for (Route route : subject.routes()) {
            if (route.role() != Route.Role.AUTOGRAD && route.takes(subject.loss(), none)) {
                requireAllZero(route, route.evaluate(subject.loss(), none));
            }
        }
    }

    private static void empty(Subject subject) {
        Loss loss = subject.loss();
        Batch<HostTensor> none = Batch.of(ExampleInputs.seeded(8).withRows(0).of(loss));
        for (Route route : subject.routes()) {
            if (route.role() != Route.Role.AUTOGRAD && route.takes(loss, none)) {
                Outcome outcome = route.evaluate(loss, none);
                requireAllZero(route, outcome);
                int gradients = outcome.gradients().size();
                LossProperty.require(
                        gradients == loss.signature().predictions().size(),
                        "%s: there must be a gradient for each prediction, got %d",
                        route.name(),
                        gradients);
            }
        }
    }

    private static void requireAllZero(Route route, Outcome outcome) {
        requireZero(route, outcome.value());
        outcome.gradients().forEach(g -> requireZero(route, g));
    }

    private static void requireZero(Route route, HostTensor x) {
        boolean zero = Arrays.stream(x.toArray()).allMatch(v -> v == 0);
        LossProperty.require(zero, "%s: what does not count must be 0, got %s", route.name(), x);
    }

    /** Weights of one change nothing; weights that are all doubled double a sum and leave a mean. */
    private static void weights(Subject subject) {
        Loss loss = subject.loss();
        if (!Examples.hasTermsPerRow(loss)) {
            return;
        }
        Batch<HostTensor> plain = Examples.plain(loss);
        double[] ones = new double[6];
        Arrays.fill(ones, 1);
        HostTensor unweighted = value(subject, plain);
        Closeness.assertClose(
                "weights of 1", unweighted, value(subject, plain.withSampleWeights(HostTensor.of(ones, 6))), 1e-13);
        HostTensor once = value(subject, plain.withSampleWeights(Examples.weights(1)));
        HostTensor twice = value(subject, plain.withSampleWeights(Examples.weights(2)));
        double factor = loss.reduction() == Reduction.MEAN ? 1 : 2;
        double[] expected = Arrays.stream(once.toArray()).map(v -> v * factor).toArray();
        Closeness.assertClose("doubled weights", HostTensor.of(expected, once.shape()), twice, 1e-13);
        LossProperty.require(
                LongStream.range(12, 16).anyMatch(seed -> areFelt(subject, seed)),
                "weights must be felt, got no difference");
    }

    /** Not in every batch: a mean over one row that is not ignored has any weight cancelled. */
    private static boolean areFelt(Subject subject, long seed) {
        Batch<HostTensor> plain = Batch.of(ExampleInputs.seeded(seed).of(subject.loss()));
        HostTensor weighted = value(subject, plain.withSampleWeights(Examples.weights(1)));
        return Closeness.distance(value(subject, plain).toArray(), weighted.toArray()) > 1e-6;
    }

    private static HostTensor value(Subject subject, Batch<HostTensor> batch) {
        return subject.reference().evaluate(subject.loss(), batch).value();
    }
}
