/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.isoloss.Batch;
import org.isoloss.Loss;
import org.isoloss.LossConfig;
import org.isoloss.Reduction;
import org.isoloss.dl4j.Dl4jLoss;
import org.isoloss.host.HostTensor;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.serde.json.JsonMappers;

/** One loss is the same loss everywhere. */
final class AgreementProperties {

    private static final double LARGE = 20;
    private static final double NEAR = 1e-9;

    private AgreementProperties() {}

    static List<LossProperty> all() {
        return List.of(
                new LossProperty("allBackendsAgree", s -> agree(s, Route.Role.BACKEND, Set.of("djl", "dl4j", "fused"))),
                new LossProperty("theEnginesOwnAutogradAgrees", s -> agree(s, Route.Role.AUTOGRAD, Set.of("djl"))),
                new LossProperty("djlAndDl4jGiveTheSameGradient", AgreementProperties::bridges),
                new LossProperty("kinksAreDecidedAlike", AgreementProperties::kinks),
                new LossProperty("noGradientDiesAtLargeInputs", AgreementProperties::large),
                new LossProperty("survivesJson", AgreementProperties::json));
    }

    private static void bridges(Subject subject) {
        if (subject.loss().reduction() != Reduction.NONE) { // which no framework can minimise, and the bridges refuse
            agree(subject, Route.Role.BRIDGE, Set.of("djl", "dl4j"));
        }
    }

    private static void agree(Subject subject, Route.Role role, Set<String> frameworks) {
        Set<String> compared = new TreeSet<>();
        for (Batch<HostTensor> batch : Examples.of(subject.loss())) {
            compared.addAll(compare(subject, role, batch));
        }
        LossProperty.require(
                compared.containsAll(frameworks), "%s must be compared, got only %s", frameworks, compared);
    }

    /** Compares all routes of a role with the reference; returns the frameworks that took part. */
    private static Set<String> compare(Subject subject, Route.Role role, Batch<HostTensor> batch) {
        Outcome expected = subject.reference().evaluate(subject.loss(), batch);
        Set<String> compared = new TreeSet<>();
        subject.routes(role).filter(r -> r.takes(subject.loss(), batch)).forEach(route -> {
            Outcome actual = route.evaluate(subject.loss(), batch);
            Closeness.assertClose(route.name() + ": value", expected.value(), actual.value(), route.tolerance());
            for (int i = 0; i < expected.gradients().size(); i++) {
                Closeness.assertClose(
                        route.name() + ": gradient " + i,
                        expected.gradients().get(i),
                        actual.gradients().get(i),
                        route.tolerance());
            }
            compared.add(route.framework());
        });
        return compared;
    }

    /** Where rows coincide: maxima tie, hinges stand exactly at their edge, distances are zero. */
    private static void kinks(Subject subject) {
        List<HostTensor> inputs =
                Examples.constant(subject.loss(), ExampleInputs.seeded(5).of(subject.loss()), 1);
        proportional(subject, Route.Role.BACKEND, Batch.of(inputs));
    }

    /** Where clipping shows, at logits of about 40. */
    private static void large(Subject subject) {
        proportional(
                subject,
                Route.Role.BRIDGE,
                Batch.of(ExampleInputs.seeded(6).withScale(LARGE).of(subject.loss())));
    }

    /**
     * The entries of a gradient stand to each other as the reference says, whatever their unit. In float64, where 1 - p is
     * still a number if p is nearly 1.
     */
    private static void proportional(Subject subject, Route.Role role, Batch<HostTensor> batch) {
        Outcome expected = subject.reference().evaluate(subject.loss(), batch);
        subject.routes(role)
                .filter(r -> r.tolerance() < NEAR && r.takes(subject.loss(), batch))
                .forEach(route -> {
                    Outcome actual = route.evaluate(subject.loss(), batch);
                    for (int i = 0; i < expected.gradients().size(); i++) {
                        Closeness.assertWithin(
                                route.name() + ": share of gradient " + i,
                                shares(expected.gradients().get(i)),
                                shares(actual.gradients().get(i)),
                                NEAR);
                    }
                });
    }

    /** Each entry's size relative to the largest; zeros if that is no more than rounding. */
    private static HostTensor shares(HostTensor x) {
        double[] data = Arrays.stream(x.toArray()).map(Math::abs).toArray();
        double largest = Arrays.stream(data).max().orElse(0);
        return HostTensor.of(
                Arrays.stream(data).map(v -> largest < 1e-12 ? 0 : v / largest).toArray(), x.shape());
    }

    private static void json(Subject subject) {
        Loss loss = subject.loss();
        Loss copy = LossConfig.fromMap(LossConfig.toMap(loss));
        LossProperty.require(copy.equals(loss), "the map of %s must give it back, got %s", loss, copy);
        if (loss.reduction() == Reduction.NONE) {
            return;
        }
        try {
            ILossFunction function = new Dl4jLoss(loss);
            String json = JsonMappers.getMapper().writerFor(ILossFunction.class).writeValueAsString(function);
            ILossFunction back = JsonMappers.getMapper().readValue(json, ILossFunction.class);
            LossProperty.require(back.equals(function), "%s must give back %s, got %s", json, function, back);
        } catch (IOException e) {
            throw new AssertionError("JSON of " + loss, e);
        }
    }
}
