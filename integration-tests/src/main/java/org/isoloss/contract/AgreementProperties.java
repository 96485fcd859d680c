/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.io.IOException;
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
    private static final double SLACK_AT_LARGE = 10;

    private AgreementProperties() {}

    static List<LossProperty> all() {
        return List.of(
                new LossProperty("allBackendsAgree", s -> agree(s, Route.Role.BACKEND, Set.of("djl", "dl4j"))),
                new LossProperty("theEnginesOwnAutogradAgrees", s -> agree(s, Route.Role.AUTOGRAD, Set.of("djl"))),
                new LossProperty("djlAndDl4jGiveTheSameGradient", AgreementProperties::bridges),
                new LossProperty("agreesAtLargeInputs", AgreementProperties::large),
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
            compared.addAll(compare(subject, role, batch, 1));
        }
        LossProperty.require(
                compared.containsAll(frameworks), "%s must be compared, got only %s", frameworks, compared);
    }

    /** Compares all routes of a role with the reference; returns the frameworks that took part. */
    private static Set<String> compare(Subject subject, Route.Role role, Batch<HostTensor> batch, double slack) {
        Outcome expected = subject.reference().evaluate(subject.loss(), batch);
        Set<String> compared = new TreeSet<>();
        subject.routes(role).filter(r -> r.takes(subject.loss(), batch)).forEach(route -> {
            Outcome actual = route.evaluate(subject.loss(), batch);
            double tolerance = route.tolerance() * slack;
            Closeness.assertClose(route.name() + ": value", expected.value(), actual.value(), tolerance);
            for (int i = 0; i < expected.gradients().size(); i++) {
                Closeness.assertClose(
                        route.name() + ": gradient " + i,
                        expected.gradients().get(i),
                        actual.gradients().get(i),
                        tolerance);
            }
            compared.add(route.framework());
        });
        return compared;
    }

    /** Where clipping and cancellation would show: logits of about 40. In float64, where 1 - p is still a number there. */
    private static void large(Subject subject) {
        Batch<HostTensor> batch =
                Batch.of(ExampleInputs.seeded(6).withScale(LARGE).of(subject.loss()));
        Subject precise = new Subject(
                subject.loss(),
                subject.routes().stream().filter(r -> r.tolerance() < 1e-9).toList());
        int compared = compare(precise, Route.Role.BACKEND, batch, SLACK_AT_LARGE)
                        .size()
                + compare(precise, Route.Role.BRIDGE, batch, SLACK_AT_LARGE).size();
        LossProperty.require(compared > 1, "two frameworks must be compared at least, got %d", compared);
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
